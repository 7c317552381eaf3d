# SPDX-License-Identifier: GPL-3.0-or-later
# Fills a manual page from the tables of the program: a line "@COMMANDS@", "@KEYS@", "@SETTINGS@" or "@ENVIRONMENT@" in the page
# is replaced by what commands.def and settings.def hold. awk and not the program itself, so that a cross build needs no run of
# what it builds; src/cmd/gen.c embeds the result, so that `vigie man` prints the very page that is installed.
# Usage: awk -v version=V -f tables.awk commands.def settings.def page.in

# Cuts the arguments of a call at its commas into field[1..]; strings lose their quotes, N_() its name.
function cut(call,    i, c, n, text, inside, depth) {
	n = 1; text = ""; depth = 0; inside = 0
	for (i = 1; i <= length(call); i++) {
		c = substr(call, i, 1)
		if (inside) {
			if (c == "\\") { i++; text = text substr(call, i, 1) }
			else if (c == "\"") inside = 0
			else text = text c
		} else if (c == "\"") inside = 1
		else if (c == "(") depth++
		else if (c == ")") depth--
		else if (c == "," && depth == 0) { field[n++] = trim(text); text = "" }
		else if (depth == 0 || c !~ /[ \t]/) text = text c
	}
	field[n] = trim(text)
	sub(/^N_/, "", field[n])
	return n
}
function trim(s) { gsub(/^[ \t]+|[ \t]+$/, "", s); return s }
function roff(s) {
	gsub(/\\/, "\\e", s); gsub(/-/, "\\-", s); gsub(/\^/, "\\(ha", s); gsub(/~/, "\\(ti", s); gsub(/`/, "\\(ga", s)
	if (s ~ /^[.']/) s = "\\&" s
	return s
}
# Arguments: words in capitals are italic.
function roff_args(s,    n, i, w, out) {
	n = split(s, w, " ")
	for (i = 1; i <= n; i++) {
		if (w[i] ~ /[A-Z]/) { s = roff(w[i]); gsub(/[A-Z][A-Z_]*/, "\\fI&\\fR", s) } else s = roff(w[i])
		out = out " " s
	}
	return out
}
# A call may run over several lines: it is complete when its brackets are.
function whole(s,    i, c, inside, depth) {
	for (i = 1; i <= length(s); i++) {
		c = substr(s, i, 1)
		if (inside && c == "\\") i++
		else if (c == "\"") inside = !inside
		else if (!inside && c == "(") depth++
		else if (!inside && c == ")" && --depth == 0) return i
	}
	return 0
}
function command(    flags) {
	flags = field[7]
	name[++commands] = field[2]; keys[commands] = field[3]; args[commands] = field[5]
	danger[commands] = field[6]; help[commands] = field[9]; unlisted[commands] = flags ~ /CMD_UNLISTED/
	one_shot[commands] = flags ~ /CMD_ONE_SHOT/; place[commands] = tolower(field[4]); gsub(/in_/, "", place[commands])
}
function setting() {
	key[++settings] = field[1]; type[settings] = field[2]; fallback[settings] = field[3]; env[settings] = field[4]
	choices[settings] = field[5]; meaning[settings] = field[6]
}
function print_commands(    i) {
	for (i = 1; i <= commands; i++) {
		if (unlisted[i] || !one_shot[i]) continue
		print ".TP\n.B " roff(name[i]) "\\fR" roff_args(args[i]) "\n" roff(help[i]) "."
		if (danger[i] == "ASK") print "Asks first, or wants \\fB\\-\\-yes\\fR. Refused with \\fB\\-\\-readonly\\fR."
		if (danger[i] == "TYPE") print "Wants a name typed first, or \\fB\\-\\-yes\\fR. Refused with \\fB\\-\\-readonly\\fR."
	}
}
function print_keys(    i, k) {
	for (i = 1; i <= commands; i++) {
		if (keys[i] == "") continue
		k = keys[i]; gsub(/=[^ ]*/, "", k)
		print ".TP\n.B " roff(k) "\n" roff(help[i]) (place[i] == "all" ? "" : " (" place[i] ")") ". (\\fB" roff(name[i]) "\\fR)"
	}
}
# A long word may be broken in its middle.
function breakable(s) { return length(s) > 40 ? roff(substr(s, 1, 34)) "\\:" roff(substr(s, 35)) : roff(s) }
function print_settings(    i, kind) {
	for (i = 1; i <= settings; i++) {
		kind = type[i] == "CONF_BOOL" ? "yes or no" : type[i] == "CONF_INT" ? "a number, " choices[i] : type[i] == "CONF_CHOICE" ? choices[i] : "text"
		gsub(/\|/, ", ", kind)
		print ".TP\n.B " roff(key[i]) "\n" roff(meaning[i]) ".\n.br\nValue: " roff(kind) ". Default: " (fallback[i] == "" ? "empty" : breakable(fallback[i])) "." (env[i] == "NULL" ? "" : "\nEnvironment: \\fB" roff(env[i]) "\\fR.")
	}
}
function print_environment(    i) {
	for (i = 1; i <= settings; i++)
		if (env[i] != "NULL") print ".TP\n.B " roff(env[i]) "\nThe setting \\fB" roff(key[i]) "\\fR."
}

FILENAME ~ /\.def$/ {
	if (call == "" && $0 !~ /^(CMD|SETTING)\(/) next
	call = call (call == "" ? "" : " ") $0
	end = whole(call)
	if (!end) next
	is_command = call ~ /^CMD/
	cut(substr(call, index(call, "(") + 1, end - index(call, "(") - 1))
	call = ""
	if (is_command) command(); else setting()
	next
}
/^@COMMANDS@$/ { print_commands(); next }
/^@KEYS@$/ { print_keys(); next }
/^@SETTINGS@$/ { print_settings(); next }
/^@ENVIRONMENT@$/ { print_environment(); next }
{ gsub(/@VERSION@/, version); print }
