#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# The sandbox's Skywire hypervisor and its faults, seen from outside by curl. Prints TAP.
. "$(dirname "$0")/sandbox/outside.sh"
begin --members 40 --wallets 120 --transfers 100
api=$(field skywire)/api
get() { local u=$1; shift; curl -s -m 20 "$@" "$api$u"; }
code() { local u=$1; shift; get "$u" -o /dev/null -w '%{http_code}' "$@"; }
boards() { get /visors-summary | grep -o '"local_pk":"[0-9a-f]*","build_info"' | wc -l; }
own=$(get /about | sed -n 's/.*"public_key":"\([0-9a-f]*\)".*/\1/p')
tell "it answers the ping as a JSON string" is "$(get /ping)" '"PONG!"'
tell "eight boards are there" is "$(boards)" 8
tell "a board without transports says null" has "$(get /visors-summary)" '"transports":null'
tell "counters of other boards are zero" has "$(get /visors-summary)" '"log":{"recv":0,"sent":0}'
tell "one board alone is said not to be online" has "$(get "/visors/$own/summary")" '"online":false'
get "/visors/$own/routegroups" >/dev/null; rc=$?
tell "the panicking route gives an empty reply" is $rc 52
tell "an unknown board is 404" is "$(code "/visors/${own%????}0000")" 404
tell "an old board knows no host figures" is "$(code "/visors/$own/host-stats")" 404
tell "writing wants a token" is "$(code "/visors/$own/shutdown" -X POST)" 403
tell "without a login there is no login" is "$(code /login -X POST -d '{}')" 404
order switch skywire vanish on 3 > /dev/null
tell "a board that vanishes is in no list" is "$(boards)" 7
truth
tell "and comes back" is "$(boards)" 8
order switch skywire auth on > /dev/null
tell "a session is wanted" is "$(code /visors-summary)" 401
tell "a wrong password is refused" is "$(code /login -X POST -d '{"username":"admin","password":"no"}')" 401
code /login -X POST -d '{"username":"admin","password":"Village-1"}' -c "$dir/cookies" >/dev/null
tell "with a session it answers" is "$(code /visors-summary -b "$dir/cookies")" 200
tell "a second login is refused" is "$(code /login -X POST -b "$dir/cookies" -d '{"username":"admin","password":"Village-1"}')" 403
truth
order down skywire on > /dev/null
get /ping >/dev/null; rc=$?
tell "a hypervisor that stopped refuses the connection" is $rc 7
finish
