/* SPDX-License-Identifier: BSD-3-Clause */
/* check_config.c - configurations good and bad, as files; complaints are
 * compared to the byte. */
#include "unit.h"

#include "config/config_load.h"
#include "config/loader.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define TEXT_MAX ((size_t)64 << 20)

static char dir[] = "/tmp/forewarn-config-XXXXXX";

static void write_file(const char *name, const char *bytes)
{
	FILE *out = fopen(name, "w");

	ck_assert_ptr_nonnull(out);
	ck_assert_int_ge(fputs(bytes, out), 0);
	ck_assert_int_eq(fclose(out), 0);
}

static void enter(void)
{
	memcpy(dir + strlen(dir) - 6, "XXXXXX", 6);
	ck_assert_ptr_nonnull(mkdtemp(dir));
	ck_assert_int_eq(chdir(dir), 0);
	ck_assert_int_eq(mkdir("zones.d", 0700), 0);
}

static void leave(void)
{
	static const char *const names[] = {
		"c.yaml",	  "z.txt", "key",   "key2", "zones.d/a.yaml",
		"zones.d/b.yaml", "url",   "token", "empty"
	};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		(void)unlink(names[i]); /* most tests write only some */
	ck_assert_int_eq(rmdir("zones.d"), 0);
	ck_assert_int_eq(chdir("/"), 0);
	ck_assert_int_eq(rmdir(dir), 0);
}

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
	  "c.yaml:1:21: error: 'b\xc3\xa9.org': write it in its xn-- form\n"
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

/* Load c.yaml, which must be good; complaints are printed. */
static struct config_file *load(void)
{
	struct config_file *file;
	struct text errors;

	text_init(&errors, TEXT_MAX);
	file = config_load("c.yaml", &errors);
	ck_assert_msg(file && errors.len == 0, "%s", text_string(&errors));
	text_done(&errors);
	return file;
}

static void dump(const struct config *config, struct text *ret)
{
	text_init(ret, TEXT_MAX);
	config_dump(config, ret);
	ck_assert(text_ok(ret));
}

START_TEST(defaults)
{
	const struct config *c = config_builtin();
	struct text built, read;
	struct config_file *file;

	ck_assert_int_eq(c->probers, 1);
	ck_assert_int_eq(c->prober_window, 32);
	ck_assert_int_eq(c->pass_deadline_s, 60);
	ck_assert_int_eq(c->query_timeout_ms, 2000);
	ck_assert_int_eq(c->query_tries, 3);
	ck_assert_uint_eq(c->confirm_count, 3);
	ck_assert_int_eq(c->confirm_s[2], 60);
	ck_assert_uint_eq(c->canaries[CANARY_GOOD].count, 4);
	ck_assert(name_equal(&c->canaries[CANARY_GOOD].names[0], &name_root));
	ck_assert_uint_eq(c->canaries[CANARY_BAD].count, 2);
	ck_assert_uint_eq(c->canaries[CANARY_INSECURE].count, 1);
	ck_assert_str_eq(c->user, "forewarn");
	ck_assert_int_eq(c->defaults->pulse_s, 300);
	ck_assert_int_eq(c->defaults->survey_s, 3600);
	ck_assert_uint_eq(c->defaults->expiry_warning_percent, 10);
	ck_assert_uint_eq(c->defaults->question_count, 5);
	ck_assert_ptr_null(c->defaults->trust_anchor);
	ck_assert_ptr_eq(c, config_builtin());
	write_file("c.yaml", "zones: [example.com]\n");
	file = load();
	dump(c, &built);
	dump(config_get(file), &read);
	text_put(&built, "zones:\n  - \"example.com.\"\n");
	ck_assert_str_eq(text_string(&built), text_string(&read));
	text_done(&built);
	text_done(&read);
	config_free(file);
}
END_TEST

/* 24 bytes, the least that signs. */
#define GOOD_KEY "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3"

static const char full[] =
	"state_dir: state\n"
	"user: \"\"\n"
	"probers: 2\n"
	"query_timeout: 3s\n"
	"confirm: []\n"
	"canaries: [., example.net]\n"
	"canaries_bad: []\n"
	"canaries_insecure: [example.com]\n"
	"resolvers: [192.0.2.53, '2001:db8::53@5353']\n"
	"log_level: debug\n"
	"zone_files: [z.txt]\n"
	"include: ['zones.d/*.yaml', '*.none']\n"
	"zones:\n"
	"- no\n"
	"- name: own.example\n"
	"  pulse: 90s\n"
	"  expect: insecure\n"
	"  labels: {team: \"d\\\"n\\\\s\", empty: \"\"}\n"
	"  servers: [192.0.2.1, '2001:db8::1@5353']\n"
	"  trust_anchor: 'example. DNSKEY 257 3 13 AAAA BBBB'\n"
	"- name: island.example\n"
	"  trust_anchor: ['island.example. DS 1 13 2 ABCD', 'example. DS 2 13 "
	"2 AB CD']\n"
	"- name: names.example\n"
	"  names: {'@': [TXT, type64], other.names.example.: [CAA]}\n"
	"defaults: {survey: 2h, labels: {a: b}}\n"
	"targets:\n"
	"- name: oncall\n"
	"  url: https://user:pass@hooks.example:8443/services/T0/B1?x=y\n"
	"  secret_files: [key, 'credential:key2']\n"
	"- {name: second, url_file: 'credential:url', max_per_minute: 0}\n"
	"dashboard: https://dns.example/forewarn/\n"
	"runbook_url: https://wiki.example/dnssec#\n"
	"maintenance:\n"
	"- zones: ['*.bank.example', b.example]\n"
	"  faults: [rrsig-*]\n"
	"  reason: 'the \"HSM\" is patched: each Sunday'\n"
	"  from: '00:00'\n"
	"  to: '04:00'\n"
	"  days: [sun]\n"
	"  zone: Europe/Berlin\n"
	"- zones: ['*', 'servers 192.0.2.1, 2001:db8::2@53']\n"
	"  reason: moves\n"
	"  start: 2026-12-01T20:00:00Z\n"
	"  end: 2026-12-02T02:00:00Z\n"
	"routes:\n"
	"- {targets: [second], severities: [critical], repeat: 4h}\n"
	"- targets: [oncall, second]\n"
	"  kinds: [predicted]\n"
	"  faults: ['rrsig-*']\n"
	"  zones: ['*.bank.example', example.com.]\n"
	"  labels: {empty: \"\"}\n"
	"  quiet: {from: '22:00', to: '07:30', days: [sat, sun],\n"
	"          zone: Europe/Berlin, criticals: true}\n"
	"- {targets: []}\n"
	"undelivered_after: 1h\n";

static struct config_file *load_full(void)
{
	(void)umask(077);
	write_file("c.yaml", full);
	write_file("z.txt",
		   "plain.example # one\r\n\n  # none\n\tb.example.\n");
	write_file("zones.d/a.yaml", "zones: [a.example]\n");
	write_file("zones.d/b.yaml", "zones: [{name: c.example, pulse: 7m}]\n");
	write_file("key", GOOD_KEY "\n");
	write_file("key2", GOOD_KEY);
	write_file("url", "https://hooks.example/SECRET\n");
	ck_assert_int_eq(setenv("CREDENTIALS_DIRECTORY", dir, 1), 0);
	return load();
}

static const struct zone_config *zone(const struct config *c, const char *text)
{
	for (size_t i = 0; i < c->zone_count; i++)
		if (strcmp(c->zones[i].apex_text, text) == 0)
			return &c->zones[i];
	ck_abort_msg("no zone %s", text);
}

START_TEST(every_key)
{
	struct config_file *file = load_full();
	const struct config *c = config_get(file);
	const struct zone_policy *p;
	char path[64];

	(void)snprintf(path, sizeof(path), "%s/state", dir);
	ck_assert_str_eq(c->state_dir, path);
	ck_assert_str_eq(c->user, "");
	ck_assert_uint_eq(c->probers, 2);
	ck_assert_int_eq(c->query_timeout_ms, 3000);
	ck_assert_uint_eq(c->confirm_count, 0);
	ck_assert_uint_eq(c->canaries[CANARY_GOOD].count, 2);
	ck_assert_uint_eq(c->canaries[CANARY_BAD].count, 0);
	ck_assert_uint_eq(c->canaries[CANARY_INSECURE].count, 1);
	ck_assert_str_eq(c->log_level, "debug");
	ck_assert_uint_eq(c->zone_count, 8);
	ck_assert_str_eq(zone(c, "island.example.")->policy->trust_anchor,
			 "island.example. DS 1 13 2 ABCD\n"
			 "example. DS 2 13 2 AB CD");
	for (size_t i = 1; i < c->zone_count; i++)
		ck_assert_int_lt(
			name_compare(&c->zones[i - 1].apex, &c->zones[i].apex),
			0);
	ck_assert_ptr_eq(zone(c, "no.")->policy, c->defaults);
	ck_assert_ptr_eq(zone(c, "plain.example.")->policy, c->defaults);
	ck_assert_str_eq(zone(c, "b.example.")->file, "z.txt");
	ck_assert_uint_eq(zone(c, "b.example.")->line, 4);
	ck_assert_uint_eq(zone(c, "b.example.")->col, 2);
	ck_assert_int_eq(zone(c, "c.example.")->policy->pulse_s, 420);
	p = zone(c, "own.example.")->policy;
	ck_assert_int_eq(p->pulse_s, 90);
	ck_assert_int_eq(p->survey_s, 7200);
	ck_assert_int_eq(p->expect, EXPECT_INSECURE);
	ck_assert_uint_eq(p->label_count, 2);
	ck_assert_str_eq(p->labels[0].value, "d\"n\\s");
	ck_assert_uint_eq(p->server_count, 2);
	ck_assert_uint_eq(p->servers[1].port, 5353);
	ck_assert_uint_eq(c->resolver_count, 2);
	ck_assert_uint_eq(c->resolvers[1].family, 6);
	ck_assert_uint_eq(p->question_count, 5);
	p = zone(c, "names.example.")->policy;
	ck_assert_uint_eq(p->question_count, 3);
	ck_assert_str_eq(p->questions[2].label, "other.names.example.");
	ck_assert_uint_eq(p->questions[1].type, 64);
	ck_assert_str_eq(p->labels[0].key, "a");
	ck_assert_uint_eq(c->target_count, 2);
	ck_assert_uint_eq(c->targets[0].secret_count, 2);
	ck_assert_str_eq(c->targets[0].secrets[1], GOOD_KEY);
	ck_assert_uint_eq(c->targets[1].secret_count, 0);
	ck_assert_str_eq(c->targets[1].url, "https://hooks.example/SECRET");
	ck_assert_ptr_null(c->targets[1].token);
	ck_assert_str_eq(c->dashboard, "https://dns.example/forewarn/");
	ck_assert_str_eq(c->runbook_url, "https://wiki.example/dnssec#");
	ck_assert_uint_eq(c->targets[0].max_per_minute, 10);
	ck_assert_uint_eq(c->targets[1].max_per_minute, 0);
	ck_assert_int_eq(c->undelivered_after_s, 3600);
	config_free(file);
}
END_TEST

START_TEST(every_key_of_maintenance)
{
	struct config_file *file = load_full();
	const struct config *c = config_get(file);
	const struct maintenance *m = c->maintenance;

	ck_assert_uint_eq(c->maintenance_count, 2);
	ck_assert_uint_eq(m->zone_count, 2);
	ck_assert_str_eq(m->zones[1], "b.example");
	ck_assert_uint_eq(m->fault_count, 1);
	ck_assert_str_eq(m->faults[0], "rrsig-*");
	ck_assert_str_eq(m->reason, "the \"HSM\" is patched: each Sunday");
	ck_assert(m->recurs);
	ck_assert_uint_eq(m->window.from, 0);
	ck_assert_uint_eq(m->window.to, 14400);
	ck_assert_uint_eq(m->window.days, 0x40);
	ck_assert_str_eq(m->window.zone, "Europe/Berlin");
	m++;
	ck_assert_uint_eq(m->zone_count, 2);
	ck_assert_str_eq(m->zones[1], "servers 192.0.2.1, 2001:db8::2@53");
	ck_assert(!m->recurs);
	ck_assert_uint_eq(m->fault_count, 0);
	ck_assert_int_eq(m->start.s, 1796155200);
	ck_assert_int_eq(m->end.s, 1796176800);
	config_free(file);
}
END_TEST

START_TEST(every_key_of_routes)
{
	struct config_file *file = load_full();
	const struct config *c = config_get(file);
	const struct route_config *r = c->routes;

	ck_assert_uint_eq(c->route_count, 3);
	ck_assert_uint_eq(r->target_mask, 2);
	ck_assert_uint_eq(r->severities, ROUTE_CRITICAL);
	ck_assert_int_eq(r->repeat_s, 14400);
	ck_assert(!r->quiet.given);
	r++;
	ck_assert_uint_eq(r->target_mask, 3);
	ck_assert_uint_eq(r->severities, 0);
	ck_assert_uint_eq(r->kinds, ROUTE_PREDICTED);
	ck_assert_uint_eq(r->fault_count, 1);
	ck_assert_str_eq(r->faults[0], "rrsig-*");
	ck_assert_uint_eq(r->zone_count, 2);
	ck_assert_str_eq(r->zones[1], "example.com.");
	ck_assert_uint_eq(r->label_count, 1);
	ck_assert_str_eq(r->labels[0].value, "");
	ck_assert(r->quiet.given);
	ck_assert_uint_eq(r->quiet.window.from, 79200);
	ck_assert_uint_eq(r->quiet.window.to, 27000);
	ck_assert_uint_eq(r->quiet.window.days, 0x60);
	ck_assert_str_eq(r->quiet.window.zone, "Europe/Berlin");
	ck_assert_int_eq(r->quiet.criticals, 1);
	ck_assert_uint_eq(r[1].target_mask, 0);
	config_free(file);
}
END_TEST

START_TEST(dump_reads_back)
{
	struct config_file *file = load_full();
	struct text first, second;

	dump(config_get(file), &first);
	config_free(file);
	ck_assert_ptr_null(strstr(text_string(&first), "whsec"));
	ck_assert_ptr_null(strstr(text_string(&first), "services"));
	ck_assert_ptr_null(strstr(text_string(&first), "pass@"));
	ck_assert_ptr_null(strstr(text_string(&first), "SECRET"));
	ck_assert_ptr_nonnull(strstr(text_string(&first),
				     "url: \"https://hooks.example:8443/\""));
	write_file("c.yaml", text_string(&first));
	file = load();
	dump(config_get(file), &second);
	ck_assert_str_eq(text_string(&first), text_string(&second));
	ck_assert_uint_eq(config_get(file)->zone_count, 8);
	ck_assert_ptr_eq(zone(config_get(file), "a.example.")->policy,
			 config_get(file)->defaults);
	config_free(file);
	text_done(&first);
	text_done(&second);
}
END_TEST

START_TEST(duplicates_across_files)
{
	struct text errors;

	text_init(&errors, TEXT_MAX);
	write_file("c.yaml", "zones: [a.org]\ninclude: ['zones.d/*.yaml']\n"
			     "zone_files: [z.txt]\n");
	write_file("zones.d/a.yaml", "zones:\n- a.org\n- b.org\n");
	write_file("zones.d/b.yaml", "zones: [c.org]\npulse: 5m\n");
	write_file("z.txt", "c.org\nx y\n");
	ck_assert_ptr_null(config_load("c.yaml", &errors));
	ck_assert_str_eq(
		text_string(&errors),
		"zones.d/a.yaml:2:3: error: zone 'a.org.' is there already, at "
		"c.yaml:1:9\n"
		"zones.d/b.yaml:2:1: error: 'pulse' is no key here: it is one "
		"of a zone, or of defaults:\n"
		"z.txt:1:1: error: zone 'c.org.' is there already, at "
		"zones.d/b.yaml:1:9\n"
		"z.txt:2:1: error: 'x y' is not the name of a zone\n");
	text_done(&errors);
}
END_TEST

static size_t lines_of(const char *text)
{
	size_t count = 0;

	for (; (text = strchr(text, '\n')); text++)
		count++;
	return count;
}

/* Who asks the daemon need not be able to read what it alone is given. */
START_TEST(secrets_of_others)
{
	static const struct {
		const char *name;
		enum config_secrets secrets;
		bool good;
		const char *complaints;
	} cases[] = {
		{ "the daemon", SECRETS_READ, false,
		  "c.yaml:2:36: error: credential:a: CREDENTIALS_DIRECTORY is "
		  "not set: LoadCredential= in the unit does that\n"
		  "c.yaml:3:42: error: credential:b: CREDENTIALS_DIRECTORY is "
		  "not set: LoadCredential= in the unit does that\n" },
		{ "--check", SECRETS_AT_HAND, true,
		  "c.yaml:2:36: warning: credential:a: not looked at here: "
		  "CREDENTIALS_DIRECTORY is not set; the daemon will\n"
		  "c.yaml:3:42: warning: credential:b: not looked at here: "
		  "CREDENTIALS_DIRECTORY is not set; the daemon will\n" },
		{ "forewarn status", SECRETS_LEFT, true, "" },
	};

	ck_assert_int_eq(unsetenv("CREDENTIALS_DIRECTORY"), 0);
	write_file("c.yaml",
		   "targets:\n"
		   "- {name: a, kind: slack, url_file: \"credential:a\"}\n"
		   "- {name: b, kind: pagerduty, token_file: "
		   "\"credential:b\"}\n"
		   "zones: [a.org]\n");
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct config_file *file;
		struct text errors;

		text_init(&errors, TEXT_MAX);
		file = config_load_with("c.yaml", cases[i].secrets, &errors);
		ck_assert_msg(!file == !cases[i].good, "%s", cases[i].name);
		ck_assert_str_eq(text_string(&errors), cases[i].complaints);
		if (file)
			ck_assert_str_eq(config_get(file)->targets[1].token,
					 "");
		config_free(file);
		text_done(&errors);
	}
}
END_TEST

/* Secrets and programs that are not there are the daemon's trouble. */
START_TEST(secrets_that_are_missing)
{
	struct config_file *file;
	struct text errors;

	text_init(&errors, TEXT_MAX);
	write_file("c.yaml",
		   "http_token_file: none\n"
		   "targets:\n"
		   "- {name: a, url_file: none, secret_files: [none], "
		   "tls_ca_file: none}\n"
		   "- {name: b, kind: command, command: [none, -x]}\n"
		   "zones: [a.org]\n");
	file = config_load_with("c.yaml", SECRETS_LEFT, &errors);
	ck_assert_str_eq(text_string(&errors), "");
	ck_assert_ptr_nonnull(file);
	config_free(file);
	ck_assert_ptr_null(
		config_load_with("c.yaml", SECRETS_AT_HAND, &errors));
	ck_assert_uint_eq(lines_of(text_string(&errors)), 5);
	text_done(&errors);
}
END_TEST

START_TEST(a_zero_byte_hides_nothing)
{
	FILE *out = fopen("z.txt", "w");
	struct text errors;

	text_init(&errors, TEXT_MAX);
	ck_assert_ptr_nonnull(out);
	ck_assert_uint_eq(fwrite("a.org\0\nb.org\n", 1, 13, out), 13);
	ck_assert_int_eq(fclose(out), 0);
	write_file("c.yaml", "zone_files: [z.txt]\n");
	ck_assert_ptr_null(config_load("c.yaml", &errors));
	ck_assert_str_eq(text_string(&errors),
			 "z.txt:1:1: error: an unprintable character\n");
	text_done(&errors);
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

/* Doubling the zones must about double the work: with four times as many, a
 * quadratic step would take sixteen times as long. */
START_TEST(many_zones)
{
	double s[2];

	for (int round = 0; round < 2; round++) {
		int count = round ? 80000 : 20000;
		FILE *out = fopen("z.txt", "w");
		struct config_file *file;
		clock_t from;

		ck_assert_ptr_nonnull(out);
		for (int i = 0; i < count; i++)
			ck_assert_int_gt(fprintf(out, "zone-%d.example\n", i),
					 0);
		ck_assert_int_eq(fclose(out), 0);
		write_file("c.yaml", "zone_files: [z.txt]\n");
		from = clock();
		file = load();
		s[round] = (double)(clock() - from) / CLOCKS_PER_SEC;
		ck_assert_uint_eq(config_get(file)->zone_count, (size_t)count);
		config_free(file);
	}
	ck_assert_msg(s[1] < 12 * s[0] + 0.05, "%.3f s, then %.3f s", s[0],
		      s[1]);
}
END_TEST

/* The sample is made of the defaults, and no complaint comes of it. */
START_TEST(sample)
{
	struct config_file *file;
	struct text errors, got, want;

	text_init(&errors, TEXT_MAX);
	file = config_load(SAMPLE_FILE, &errors);
	ck_assert_msg(file && errors.len == 0, "%s", text_string(&errors));
	dump(config_get(file), &got);
	dump(config_builtin(), &want);
	text_put(&want, "zones:\n  - \"example.com.\"\n");
	ck_assert_str_eq(text_string(&got), text_string(&want));
	config_free(file);
	text_done(&errors);
	text_done(&got);
	text_done(&want);
}
END_TEST

START_TEST(manual)
{
	static const struct field *const tables[] = {
		config_fields, zone_fields,  target_fields,
		route_fields,  quiet_fields, maintenance_fields
	};
	struct text plain, troff;

	text_init(&plain, TEXT_MAX);
	text_init(&troff, TEXT_MAX);
	config_manual(&plain, false);
	config_manual(&troff, true);
	for (size_t i = 0; i < COUNT_OF(tables); i++)
		for (const struct field *f = tables[i]; f->key; f++) {
			char head[64];

			(void)snprintf(head, sizeof(head), "\n  %s: ", f->key);
			ck_assert_ptr_nonnull(
				strstr(text_string(&plain), head));
			(void)snprintf(head, sizeof(head), "\n.B %s\n", f->key);
			ck_assert_ptr_nonnull(
				strstr(text_string(&troff), head));
		}
	ck_assert_ptr_nonnull(
		strstr(text_string(&plain),
		       "\n  pulse: a duration, 1s to 7d; default 5m\n"));
	text_done(&plain);
	text_done(&troff);
}
END_TEST

/* The one in the tree is for editors. */
START_TEST(schema)
{
	static char want[1 << 16];
	FILE *in = fopen(SCHEMA_FILE, "r");
	struct text got;

	ck_assert_ptr_nonnull(in);
	want[fread(want, 1, sizeof(want) - 1, in)] = '\0';
	ck_assert_int_eq(fclose(in), 0);
	text_init(&got, sizeof(want) - 1);
	config_schema(&got);
	ck_assert(text_ok(&got));
	ck_assert_msg(strcmp(text_string(&got), want) == 0,
		      "conf/forewarn.schema.json is old: make schema");
	text_done(&got);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("config");
	TCase *c = tcase_create("config");

	tcase_add_checked_fixture(c, enter, leave);
	tcase_set_timeout(c, 60);
	tcase_add_loop_test(c, complaints, 0, COUNT_OF(refused));
	tcase_add_test(c, defaults);
	tcase_add_test(c, every_key);
	tcase_add_test(c, every_key_of_routes);
	tcase_add_test(c, every_key_of_maintenance);
	tcase_add_test(c, dump_reads_back);
	tcase_add_test(c, duplicates_across_files);
	tcase_add_test(c, secrets_of_others);
	tcase_add_test(c, secrets_that_are_missing);
	tcase_add_test(c, a_zero_byte_hides_nothing);
	tcase_add_test(c, complaints_are_bounded);
	tcase_add_test(c, many_zones);
	tcase_add_test(c, sample);
	tcase_add_test(c, manual);
	tcase_add_test(c, schema);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
