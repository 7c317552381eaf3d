# SPDX-License-Identifier: GPL-3.0-or-later
# Which Debian packages the build, the tests and the tests against real peers need; read by start and check.
BUILD_PACKAGES="gcc make autoconf automake autopoint gettext pkg-config libncurses-dev libcurl4-openssl-dev libwslay-dev
libsodium-dev libsecp256k1-dev libssl-dev libjansson-dev libsqlite3-dev libqrencode-dev libreadline-dev libutf8proc-dev
libxxhash-dev libmicrohttpd-dev ca-certificates"
TEST_PACKAGES="libcmocka-dev libvterm-dev libzbar-dev clang libclang-rt-14-dev tmux curl ncurses-term python3 groff-base zsh
man-db procps"
INTEROP_PACKAGES=""

# need_packages YES PACKAGE...: installs those that are missing, asking once.
need_packages() {
	local yes=$1 missing="" p answer sudo=""
	shift
	if ! command -v dpkg-query >/dev/null 2>&1; then
		echo "This is not Debian: configure will name what is missing." >&2
		return 0
	fi
	for p in "$@"; do
		dpkg-query -W -f='${Status}' "$p" 2>/dev/null | grep -q '^install ok installed' || missing="$missing $p"
	done
	[ -z "$missing" ] && return 0
	echo "These Debian packages are needed:$missing"
	if [ "$yes" != 1 ]; then
		if [ ! -t 0 ]; then
			echo "Run it with --yes to install them, or: sudo apt install$missing" >&2
			return 1
		fi
		printf 'Install them now? [y/N] '
		read -r answer
		case $answer in y | Y | yes | o | O | oui | s | S | si) ;; *) return 1 ;; esac
	fi
	if [ "$(id -u)" != 0 ]; then
		command -v sudo >/dev/null 2>&1 || { echo "Neither root nor sudo: sudo apt install$missing" >&2; return 1; }
		sudo=sudo
	fi
	# shellcheck disable=SC2086
	$sudo apt-get install -y -q $missing >/dev/null 2>&1 || {
		$sudo apt-get update -q >/dev/null 2>&1
		$sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -q $missing || return 1
	}
}
