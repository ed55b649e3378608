/* SPDX-License-Identifier: BSD-3-Clause */
/* check_complaints.c - what a configuration is refused for, and where it says
 * so. */
#include "config_fixture.h"
#include "unit.h"

#include "config/loader.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What is wrong, and what the loader says of it. Without "zones" in the
 * text, a good one is put behind. */
static const struct {
	const char *name, *yaml, *complaints;
} refused[] = {
	{ "an unknown key, near one", "probrs: 1\n",
	  "c.yaml:1:1: error: unknown key 'probrs'; did you mean "
	  "'probers'?\n" },
	{ "letters swapped", "defaults:\n  suvrey: 1h\n",
	  "c.yaml:2:3: error: unknown key 'suvrey'; did you mean 'survey'?\n" },
	{ "an unknown key, near none", "colour: red\n",
	  "c.yaml:1:1: error: unknown key 'colour'\n" },
	{ "a duplicate key", "probers: 1\nprobers: 2\n",
	  "c.yaml:2:1: error: key 'probers' is there already, on line 1\n" },
	{ "all errors, not the first",
	  "probers: 0\nprobers: 2\nlog_level: loud\nstate_interval: 5\n",
	  "c.yaml:1:10: error: probers: 0 is out of range, 1 to 64\n"
	  "c.yaml:2:1: error: key 'probers' is there already, on line 1\n"
	  "c.yaml:3:12: error: log_level: 'loud' is none of error, warning, "
	  "notice, info, debug\n"
	  "c.yaml:4:17: error: state_interval: '5' is not a duration such as "
	  "90s, 15m, 6h, 14d or 1h30m\n" },
	{ "a duration under the range", "pass_deadline: 0\n",
	  "c.yaml:1:16: error: pass_deadline: 0 is out of range, 1s to 1h\n" },
	{ "a duration over the range", "pass_deadline: 1h1s\n",
	  "c.yaml:1:16: error: pass_deadline: 1h1s is out of range, 1s to "
	  "1h\n" },
	{ "a number too large for any type",
	  "query_tries: 99999999999999999999999999\n",
	  "c.yaml:1:14: error: query_tries: 99999999999999999999999999 is out "
	  "of range, 1 to 10\n" },
	{ "a negative number", "query_tries: -1\n",
	  "c.yaml:1:14: error: query_tries: '-1' is not a whole number\n" },
	{ "a word near another", "defaults: {expect: secur}\n",
	  "c.yaml:1:20: error: expect: 'secur' is none of any, secure, "
	  "insecure; did you mean 'secure'?\n" },
	{ "a percentage without its sign", "defaults: {expiry_warning: 10}\n",
	  "c.yaml:1:28: error: expiry_warning: '10' is not a share such as "
	  "10%\n" },
	{ "critical before warning",
	  "defaults: {expiry_warning: 5%, expiry_critical: 6%}\n",
	  "c.yaml:1:11: error: expiry_critical (6%) is over expiry_warning "
	  "(5%)\n" },
	{ "critical before the inherited warning",
	  "zones: [a.org, {name: b.org, expiry_critical: 11%}]\n",
	  "c.yaml:1:16: error: expiry_critical (11%) is over expiry_warning "
	  "(10%)\n" },
	{ "a path that no socket can have",
	  "run_dir: /234567890123456789012345678901234567890123456789012345678"
	  "90123456789012345678901234567890123456\n",
	  "c.yaml:1:10: error: run_dir: longer than 89 bytes\n" },
	{ "no value", "run_dir:\n",
	  "c.yaml:1:9: error: run_dir: expected a path, got nothing\n" },
	{ "a list for a value", "probers: [1]\n",
	  "c.yaml:1:10: error: probers: expected a whole number, got a "
	  "list\n" },
	{ "a map for a list", "confirm: {a: b}\n",
	  "c.yaml:1:10: error: confirm: expected a list of durations, got keys "
	  "and values\n" },
	{ "a value for a list", "zones: example.com\n",
	  "c.yaml:1:8: error: zones: expected a list of zones, got one "
	  "value\n" },
	{ "a list within a list", "confirm: [[1s]]\n",
	  "c.yaml:1:11: error: confirm: expected one value, got a list\n" },
	{ "too many confirmations", "confirm: [1s,1s,1s,1s,1s,1s,1s,1s,1s]\n",
	  "c.yaml:1:35: error: confirm: more than 8\n" },
	{ "anchors and aliases", "run_dir: &a /x\nstate_dir: *a\n",
	  "c.yaml:1:10: error: an anchor ('&') is not supported\n"
	  "c.yaml:2:12: error: an alias ('*') is not supported\n" },
	{ "a tag", "probers: !!int 1\n",
	  "c.yaml:1:10: error: a tag ('!') is not supported\n" },
	{ "a merge", "<<: {probers: 1}\n",
	  "c.yaml:1:1: error: a merge ('<<') is not supported\n" },
	{ "two documents", "zones: [a.org]\n---\nzones: [b.org]\n",
	  "c.yaml:2:1: error: a second document in one file is not "
	  "supported\n" },
	{ "a directive", "%YAML 1.1\n---\nzones: [a.org]\n",
	  "c.yaml:1:1: error: directives ('%') are not supported\n" },
	{ "16 levels are read, 17 are not",
	  "colour: [[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]\n"
	  "odour: [[[[[[[[[[[[[[[[x]]]]]]]]]]]]]]]]\n",
	  "c.yaml:1:1: error: unknown key 'colour'\n"
	  "c.yaml:2:1: error: unknown key 'odour'\n"
	  "c.yaml:2:23: error: nested deeper than 16 levels\n" },
	{ "broken YAML", "zones: [a.org]\nconfirm: [1s,\n",
	  "c.yaml:3:1: error: did not find expected node content while parsing "
	  "a flow node (from line 3)\n" },
	{ "a tab as indentation", "defaults:\n\tpulse: 1m\n",
	  "c.yaml:2:1: error: a tab: indent by spaces\n" },
	{ "a star without quotes", "http_hosts:\n- *.a.org\n",
	  "c.yaml:2:4: error: a value that begins with '*' needs quotes\n" },
	{ "and where an empty list is wrong", "routes: [{zones: [*]}]\n",
	  "c.yaml:1:20: error: a value that begins with '*' needs quotes\n" },
	{ "an ampersand without quotes", "user: &\n",
	  "c.yaml:1:8: error: a value that begins with '&' needs quotes\n" },
	{ "an @ behind letters of two bytes",
	  "user: a # \xc3\xbc\xc3\xbc\ndefaults: {names: {@: [A]}}\n",
	  "c.yaml:2:20: error: a value that begins with '@' needs quotes\n" },
	{ "no space behind a colon", "user: a\nprobers:4\nuser: b\n",
	  "c.yaml:3:1: error: line 2 is a key without ':' and a space behind "
	  "it\n" },
	{ "no colon at all", "zones\n  - a.org\n",
	  "c.yaml:1:1: error: expected keys and values, got one value: a ':' "
	  "behind a key, or the space behind it, is missing\n" },
	{ "no space behind a dash", "zones:\n  -a.org\n",
	  "c.yaml:2:3: error: zones: expected a list of zones, got one value: "
	  "a space behind '-' is missing\n" },
	{ "a key that is not among its like",
	  "zones:\n  - name: a.org\n   pulse: 1m\n",
	  "c.yaml:3:4: error: indented otherwise than the list that begins on "
	  "line 2\n" },
	{ "a colon in a text", "user: a: b\n",
	  "c.yaml:1:8: error: a ':' of no key: either the line is indented "
	  "wrongly, or a value that has ': ' within lacks its quotes\n" },
	{ "a list behind its key", "zones: - a.org\n",
	  "c.yaml:1:8: error: a list begins on a line of its own\n" },
	{ "a runbook without a scheme", "runbook_url: wiki.example/#\n",
	  "c.yaml:1:14: error: runbook_url: not a URL such as "
	  "https://host/path\n" },
	{ "a quote that is not closed", "dashboard: \"https://a/\n\n",
	  "c.yaml:4:1: error: the quote that opens on line 1 is never "
	  "closed\n" },
	{ "a bracket that is not closed", "confirm: [\"1s\"\nuser: a\n",
	  "c.yaml:2:1: error: the '[' of line 1 is not closed, or a ',' is "
	  "missing\n" },
	{ "a key of a zone at the top", "pulse: 1m\n",
	  "c.yaml:1:1: error: 'pulse' is no key here: it is one of a zone, or "
	  "of defaults:\n" },
	{ "a key of the top in a zone", "zones: [{name: a.org, targets: []}]\n",
	  "c.yaml:1:23: error: 'targets' is no key here: it is one at the top "
	  "of the main file\n" },
	{ "the beginning of a key",
	  "targets: [{name: a, url: \"http://a/\", token: b}]\n",
	  "c.yaml:1:39: error: unknown key 'token'; did you mean "
	  "'token_file'?\n" },
	{ "bytes that are not UTF-8", "zones:\n- a.org\n- \xff.org\n",
	  "c.yaml:3:3: error: invalid leading UTF-8 octet\n" },
	{ "an escaped line end", "defaults: {labels: {a: \"x\\ny\"}}\n",
	  "c.yaml:1:24: error: a line end or another unprintable character in "
	  "a value\n" },
	{ "an escaped zero", "run_dir: \"/a\\0b\"\n",
	  "c.yaml:1:10: error: a line end or another unprintable character in "
	  "a value\n" },
	{ "an empty file", "# zones\n",
	  "c.yaml:1:1: error: the file is empty\n" },
	{ "a list at the top", "- zones\n",
	  "c.yaml:1:1: error: expected keys and values, got a list\n" },
	{ "a key that is a list", "? [a]\n: b\nzones: [a.org]\n",
	  "c.yaml:1:3: error: expected a key, got a list\n" },
	{ "no zones", "probers: 1 #zones\n",
	  "c.yaml:1:1: error: no zones to watch: say them with zones:, "
	  "zone_files: or include:\n" },
	{ "zones twice, in another spelling",
	  "zones: [a.org, b.org,\n  A.ORG., {name: b.org}]\n",
	  "c.yaml:2:3: error: zone 'a.org.' is there already, at c.yaml:1:9\n"
	  "c.yaml:2:18: error: zone 'b.org.' is there already, at "
	  "c.yaml:1:16\n" },
	{ "names that are none",
	  "zones: [a..org, '', b\xc3\xa9.org, 'a b', '*.org']\n",
	  "c.yaml:1:9: error: 'a..org' is not a domain name\n"
	  "c.yaml:1:17: error: '' is not a domain name\n"
	  "c.yaml:1:21: error: 'b\xc3\xa9.org' is not ASCII: write it in its "
	  "xn-- form\n"
	  "c.yaml:1:29: error: 'a b' is not the name of a zone\n"
	  "c.yaml:1:36: error: '*.org' is not the name of a zone\n" },
	{ "a zone without a name", "zones:\n- pulse: 1m\n",
	  "c.yaml:2:3: error: a zone without a name\n" },
	{ "a zone whose name is wrong", "zones:\n- name: [a]\n- nmae: a.org\n",
	  "c.yaml:2:9: error: name: expected a zone, got a list\n"
	  "c.yaml:3:3: error: unknown key 'nmae'; did you mean 'name'?\n" },
	{ "a name in the defaults", "defaults: {name: a.org}\n",
	  "c.yaml:1:12: error: 'name' is no key here: it is one of a zone\n" },
	{ "questions",
	  "defaults:\n  names: {a..b: [A], www: [A, NOPE, ANY], x: [], WWW: "
	  "[A], y: A, z: [A, A]}\n",
	  "c.yaml:2:11: error: names: 'a..b' is neither a name nor \"@\"\n"
	  "c.yaml:2:31: error: names: 'NOPE' is not a record type such as AAAA "
	  "or TYPE64\n"
	  "c.yaml:2:37: error: names: 'ANY' is not a record type such as AAAA "
	  "or TYPE64\n"
	  "c.yaml:2:46: error: names: a name without types\n"
	  "c.yaml:2:50: error: names: 'WWW' is there twice\n"
	  "c.yaml:2:63: error: names: expected a list of types, got one value\n"
	  "c.yaml:2:73: error: names: 'A' is there twice\n" },
	{ "labels", "defaults: {labels: {a: b, a: c, 1: x, b: [c]}}\n",
	  "c.yaml:1:27: error: labels: 'a' is there twice\n"
	  "c.yaml:1:33: error: labels: a key is letters, digits and '_'\n"
	  "c.yaml:1:42: error: labels: expected one value, got a list\n" },
	{ "resolvers", "resolvers: [dns.example]\n",
	  "c.yaml:1:13: error: resolvers: 'dns.example' is not an address "
	  "such as 192.0.2.1, 2001:db8::1 or 192.0.2.1@5353\n" },
	{ "servers", "defaults: {servers: [192.0.2.1, ns1.example]}\n",
	  "c.yaml:1:33: error: servers: 'ns1.example' is not an address such "
	  "as 192.0.2.1, 2001:db8::1 or 192.0.2.1@5353\n" },
	{ "trust anchors",
	  "zones:\n"
	  "- {name: a.org, trust_anchor: \"a.org. MX 5 a.\"}\n"
	  "- {name: b.org, trust_anchor: \"b.org. 3600 IN DS 1 13 2 abc\"}\n"
	  "- {name: c.org, trust_anchor: \"c.org. DNSKEY 257 3 256 AAAA\"}\n"
	  "- {name: d.org, trust_anchor: \"e.org. DS 1 13 2 ABCD\"}\n"
	  "- {name: f.org, trust_anchor: [f.org. DS 1 13 2 AB, 'a. DS 1 13 2 "
	  "A', []]}\n"
	  "- {name: g.org, trust_anchor: [g.org. DS 1 13 2 AB, 'e. DS 1 13 2 "
	  "AB']}\n"
	  "- {name: h.org, trust_anchor: \"h.org. DS 1 256 2 AB\"}\n",
	  "c.yaml:2:31: error: trust_anchor: neither a DS nor a DNSKEY record\n"
	  "c.yaml:3:31: error: trust_anchor: the digest is not hexadecimal\n"
	  "c.yaml:4:31: error: trust_anchor: expected three numbers behind the "
	  "type\n"
	  "c.yaml:6:53: error: trust_anchor: the digest is not hexadecimal\n"
	  "c.yaml:6:71: error: trust_anchor: expected one value, got a list\n"
	  "c.yaml:8:31: error: trust_anchor: expected three numbers behind the "
	  "type\n"
	  "c.yaml:5:3: error: trust_anchor: zone 'd.org.' is not under its "
	  "owner\n"
	  "c.yaml:7:3: error: trust_anchor: zone 'g.org.' is not under its "
	  "owner\n" },
	{ "targets",
	  "targets:\n- {name: a, url: 'ftp://h/'}\n- {name: a b, url: "
	  "'http://h/'}\n- {url: 'http://h/'}\n- {name: c}\n- {name: d, url: "
	  "'http://h/x y'}\n- {name: c, url: 'https://h/'}\n- text\n",
	  "c.yaml:2:18: error: url: not a URL such as https://host/path\n"
	  "c.yaml:3:10: error: name: 'a b' is not letters, digits, '-', '_' "
	  "and '.'\n"
	  "c.yaml:4:3: error: a target without a name\n"
	  "c.yaml:5:3: error: a target without a url\n"
	  "c.yaml:6:18: error: url: a space, or a character beyond ASCII\n"
	  "c.yaml:7:3: error: target 'c' is there twice\n"
	  "c.yaml:8:3: error: targets: expected keys and values, got one "
	  "value\n" },
	{ "targets that are no webhooks",
	  "targets:\n"
	  "- {name: a, kind: command}\n"
	  "- {name: b, kind: command, command: [/bin/true], url: "
	  "'http://h/'}\n"
	  "- {name: c, url: 'http://h/', command: [/bin/true]}\n"
	  "- {name: d, urls: ['http://h/']}\n"
	  "- {name: e, kind: alertmanager}\n"
	  "- {name: f, kind: alertmanager, url: 'http://h/', urls: "
	  "['http://i/']}\n"
	  "- {name: g, kind: alertmanager, urls: ['http://h/', 'ftp://i/']}\n"
	  "- {name: h, kind: heartbeat, url: 'http://h/', every: 14s}\n"
	  "- {name: i, kind: heartbeat, url: 'http://h/', secret_files: "
	  "[]}\n"
	  "- {name: j, kind: command, command: [/no/such/program]}\n"
	  "- {name: k, kind: command, command: [/etc]}\n"
	  "- {name: l, kind: command, command: [/etc/passwd]}\n"
	  "- {name: m, kind: command, command: [/bin/true, []]}\n"
	  "private_targets: maybe\n",
	  "c.yaml:2:3: error: a command target without a command\n"
	  "c.yaml:3:3: error: a command target has no url\n"
	  "c.yaml:4:3: error: command is for targets of that kind\n"
	  "c.yaml:5:3: error: urls is for alertmanager targets\n"
	  "c.yaml:6:3: error: a target without a url\n"
	  "c.yaml:7:3: error: a target with both a url and urls\n"
	  "c.yaml:8:53: error: urls: not a URL such as https://host/path\n"
	  "c.yaml:9:3: error: every: under 15s, services refuse heartbeats\n"
	  "c.yaml:11:38: error: command: /no/such/program: No such file or "
	  "directory\n"
	  "c.yaml:12:38: error: command: /etc: it is not a program\n"
	  "c.yaml:13:38: error: command: /etc/passwd: it is not a program\n"
	  "c.yaml:14:49: error: command: expected one value, got a list\n"
	  "c.yaml:15:18: error: private_targets: 'maybe' is none of allow, "
	  "deny\n" },
	{ "routes to targets that are not there",
	  "routes:\n- targets: [oncal, nowhere]\n- {targets: []}\n- {repeat: "
	  "1h}\n- text\n- {targets: x}\ntargets: [{name: oncall, url: "
	  "'http://h/'}]\n",
	  "c.yaml:4:3: error: a route without targets; [] is to nobody, on "
	  "purpose\n"
	  "c.yaml:5:3: error: routes: expected keys and values, got one value\n"
	  "c.yaml:6:13: error: targets: expected a list of names of targets, "
	  "got one value\n"
	  "c.yaml:2:13: error: no target is named 'oncal'; did you mean "
	  "'oncall'?\n"
	  "c.yaml:2:20: error: no target is named 'nowhere'\n" },
	{ "a route beside a target whose name is longer than any key",
	  "routes: [{targets: [oncal]}]\ntargets: [{name: "
	  "oncall-oncall-oncall-oncall-oncall-oncall, url: 'http://h/'}]\n",
	  "c.yaml:1:21: error: no target is named 'oncal'\n" },
	{ "matchers of routes",
	  "routes:\n- {targets: [], severities: [], kinds: [broken]}\n"
	  "- {targets: [], zones: ['a b', 'resolver *', 'servers '], faults: "
	  "[], labels: {a-b: c}}\n"
	  "- {targets: [], repeat: 31d, sevreities: [critical]}\n",
	  "c.yaml:2:29: error: severities: it is empty\n"
	  "c.yaml:2:41: error: kinds: 'broken' is none of failing, predicted\n"
	  "c.yaml:3:25: error: zones: 'a b' is not a pattern of a name\n"
	  "c.yaml:3:32: error: zones: 'resolver *' is not a pattern of a name\n"
	  "c.yaml:3:46: error: zones: 'servers ' is not a pattern of a name\n"
	  "c.yaml:3:67: error: faults: it is empty\n"
	  "c.yaml:3:80: error: labels: a key is letters, digits and '_'\n"
	  "c.yaml:4:25: error: repeat: 31d is out of range, 0s to 30d\n"
	  "c.yaml:4:30: error: unknown key 'sevreities'; did you mean "
	  "'severities'?\n" },
	{ "windows of maintenance",
	  "maintenance:\n- {zones: [a.example], reason: r}\n"
	  "- {reason: r, from: '02:00', to: '04:00'}\n"
	  "- {zones: ['*'], from: '02:00', to: '04:00'}\n"
	  "- {zones: ['*'], reason: r, from: '02:00'}\n"
	  "- {zones: ['*'], reason: r, start: 2026-12-01T20:00:00Z}\n"
	  "- zones: ['*']\n  reason: r\n  start: 2026-12-01T20:00:00Z\n"
	  "  end: 2026-12-01T20:00:00Z\n"
	  "- zones: ['*']\n  reason: r\n  start: 2026-12-01T20:00:00Z\n"
	  "  end: 2026-12-02T20:00:00Z\n  days: [mon]\n"
	  "- {zones: ['*'], reason: r, from: '00:00', to: '24:00'}\n"
	  "- {zones: ['*'], reason: '', start: tomorrow}\n- often\n",
	  "c.yaml:2:3: error: a window needs start: and end:, or from: and "
	  "to:\n"
	  "c.yaml:3:3: error: a window without zones; [\"*\"] is all of them\n"
	  "c.yaml:4:3: error: a window without a reason\n"
	  "c.yaml:5:3: error: a window needs start: and end:, or from: and "
	  "to:\n"
	  "c.yaml:6:3: error: a window needs start: and end:, or from: and "
	  "to:\n"
	  "c.yaml:7:3: error: the window ends before it starts\n"
	  "c.yaml:11:3: error: either start: and end:, or from: and to: each "
	  "week\n"
	  "c.yaml:16:3: error: this window never ends\n"
	  "c.yaml:17:26: error: reason: it is empty\n"
	  "c.yaml:17:37: error: start: 'tomorrow' is not a time such as "
	  "2026-11-22T10:00:00Z\n"
	  "c.yaml:18:3: error: maintenance: expected keys and values, got one "
	  "value\n" },
	{ "quiet hours",
	  "routes:\n- {targets: [], quiet: {from: '7:00', to: '24:01'}}\n"
	  "- {targets: [], quiet: {from: '24:00', to: '+9:00'}}\n"
	  "- {targets: [], quiet: {from: '22:00'}}\n"
	  "- {targets: [], quiet: {from: '22:00', to: '22:00'}}\n"
	  "- {targets: [], quiet: {from: '00:00', to: '24:00'}}\n"
	  "- targets: []\n"
	  "  quiet: {from: '22:00', to: '07:00', zone: Europe/Berlni}\n"
	  "- targets: []\n"
	  "  quiet: {from: '22:00', to: '07:00', days: [mon, today]}\n"
	  "- {targets: [], quiet: {from: '22:00', to: '07:00', criticals: "
	  "no}}\n",
	  "c.yaml:2:31: error: from: '7:00' is not a time such as \"07:30\"\n"
	  "c.yaml:2:43: error: to: '24:01' is not a time such as \"07:30\"\n"
	  "c.yaml:3:31: error: from: '24:00' is not a time such as "
	  "\"07:30\"\n"
	  "c.yaml:3:44: error: to: '+9:00' is not a time such as \"07:30\"\n"
	  "c.yaml:4:24: error: quiet: from: and to: are needed\n"
	  "c.yaml:5:24: error: quiet: these hours never end\n"
	  "c.yaml:6:24: error: quiet: these hours never end\n"
	  "c.yaml:8:45: error: zone: this system knows no time zone "
	  "'Europe/Berlni'\n"
	  "c.yaml:10:51: error: days: 'today' is none of mon, tue, wed, thu, "
	  "fri, sat, sun\n"
	  "c.yaml:11:64: error: criticals: 'no' is none of false, true\n" },
	{ "a label that no zone has",
	  "zones: [{name: a.org, labels: {team: b}}]\n"
	  "defaults: {labels: {team: a, at: c}}\n"
	  "targets: [{name: t, url: 'http://h/'}]\n"
	  "routes:\n"
	  "- {targets: [t], labels: {team: a}}\n"
	  "- {targets: [t], labels: {team: b}}\n"
	  "- {targets: [t], labels: {at: d, tem: b}}\n"
	  "- {targets: [u]}\n",
	  "c.yaml:8:14: error: no target is named 'u'\n"
	  "c.yaml:7:3: warning: labels: no zone has 'at: d', so this route "
	  "matches nothing\n"
	  "c.yaml:7:3: warning: labels: no zone has 'tem: b', so this route "
	  "matches nothing\n" },
	{ "secrets",
	  "targets: [{name: a, url: 'http://h/', secret_files: [gone, "
	  "c.yaml, 'credential:k', 'credential:../k']}]\n",
	  "c.yaml:1:54: error: cannot read DIR/gone: No such file or "
	  "directory\n"
	  "c.yaml:1:60: warning: DIR/c.yaml: everybody may read this secret "
	  "(mode 0644)\n"
	  "c.yaml:1:60: error: DIR/c.yaml: not a key: expected whsec_ and "
	  "base64 of 24 to 64 bytes\n"
	  "c.yaml:1:68: error: secret_files: more than 2\n" },
	{ "where a URL comes from",
	  "targets:\n"
	  "- {name: a, url: 'http://h/', url_file: url}\n"
	  "- {name: b, url_file: gone}\n"
	  "- {name: c, url_file: token}\n"
	  "- {name: d, url_file: 'credential:a/b'}\n"
	  "- {name: e, url_file: url}\n",
	  "c.yaml:2:3: error: a target with both a url and a url_file\n"
	  "c.yaml:3:23: error: cannot read DIR/gone: No such file or "
	  "directory\n"
	  "c.yaml:4:23: error: url_file: not a URL such as "
	  "https://host/path\n"
	  "c.yaml:5:23: error: 'a/b' is not the name of a credential\n" },
	{ "tokens",
	  "targets:\n"
	  "- {name: a, url: 'http://h/', token_file: gone}\n"
	  "- {name: b, url: 'http://h/', token_file: empty}\n"
	  "- {name: c, url: 'http://h/', token_file: token}\n",
	  "c.yaml:2:43: error: cannot read DIR/gone: No such file or "
	  "directory\n"
	  "c.yaml:3:43: error: token_file: DIR/empty holds no token: expected "
	  "one line of at most 512 letters, digits and punctuation\n"
	  "c.yaml:4:3: error: token_file: a generic target is sent no "
	  "token\n" },
	{ "a file that is not there",
	  "zone_files: [gone]\ninclude: [gone.yaml, gone/*]\n",
	  "c.yaml:2:22: error: cannot read gone/*: No such file or directory\n"
	  "c.yaml:1:14: error: cannot read gone: No such file or directory\n"
	  "c.yaml:2:11: error: cannot read gone.yaml: No such file or "
	  "directory\n" },
	{ "a directory for a file", "zone_files: [zones.d]\n",
	  "c.yaml:1:14: error: cannot read zones.d: Is a directory\n" },
};

/* "DIR" in an expectation is the temporary directory. */
static void put_expected(struct text *out, const char *template)
{
	for (const char *hit; (hit = strstr(template, "DIR/"));
	     template = hit + 3) {
		text_bytes(out, template, (size_t)(hit - template));
		text_put(out, dir);
	}
	text_put(out, template);
}

START_TEST(complaints)
{
	struct text errors, want, yaml;

	text_init(&errors, TEXT_MAX);
	text_init(&want, TEXT_MAX);
	text_init(&yaml, TEXT_MAX);
	text_put(&yaml, refused[_i].yaml);
	if (!strstr(refused[_i].yaml, "zones") && *refused[_i].yaml != '-')
		text_put(&yaml, "zones: [example.org]\n");
	(void)umask(022);
	write_file("c.yaml", text_string(&yaml));
	(void)umask(077);
	write_file("url", "https://hooks.example/SECRET\n");
	write_file("token", "SECRET\n");
	write_file("empty", "\n");
	put_expected(&want, refused[_i].complaints);
	ck_assert_ptr_null(config_load("c.yaml", &errors));
	ck_assert_msg(strcmp(text_string(&errors), text_string(&want)) == 0,
		      "%s:\n%s\nwanted:\n%s", refused[_i].name,
		      text_string(&errors), text_string(&want));
	text_done(&errors);
	text_done(&want);
	text_done(&yaml);
}
END_TEST

START_TEST(complaints_are_bounded)
{
	struct text errors;
	FILE *out = fopen("z.txt", "w");
	const char *last;

	ck_assert_ptr_nonnull(out);
	for (int i = 0; i < COMPLAINTS_MAX + 234; i++)
		ck_assert_int_gt(fprintf(out, "bad..name\n"), 0);
	ck_assert_int_eq(fclose(out), 0);
	write_file("c.yaml", "zone_files: [z.txt]\n");
	text_init(&errors, TEXT_MAX);
	ck_assert_ptr_null(config_load("c.yaml", &errors));
	last = strstr(text_string(&errors), "z.txt:1000:");
	ck_assert_ptr_nonnull(last);
	ck_assert_str_eq(strchr(last, '\n') + 1, "and 234 more\n");
	text_done(&errors);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("complaints");
	TCase *c = tcase_create("complaints");

	tcase_add_checked_fixture(c, enter, leave);
	tcase_set_timeout(c, 60);
	tcase_add_loop_test(c, complaints, 0, COUNT_OF(refused));
	tcase_add_test(c, complaints_are_bounded);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
