/* SPDX-License-Identifier: BSD-3-Clause */
/* fields.c - the one table of all configuration keys. */
#include "config/fields.h"

#include "config/shard.h"

#define MINUTE_S  60
#define HOUR_S	  3600
#define DAY_S	  86400
#define YEAR_S	  (365 * DAY_S)
#define PATH_SIZE 4095
/* A socket's path has 107 bytes (unix(7)), "/1023/control.sock" included. */
#define RUN_DIR_SIZE 89
#define USER_SIZE    32

#define AT(member)	  offsetof(struct config, member)
#define POLICY_AT(member) offsetof(struct zone_policy, member)
#define TARGET_AT(member) offsetof(struct target_config, member)
#define ROUTE_AT(member)  offsetof(struct route_config, member)
#define QUIET_AT(member)  offsetof(struct quiet_hours, member)
#define WORK_AT(member)	  offsetof(struct maintenance, member)

const struct field config_fields[] = {
	{ "state_dir", FIELD_PATH, AT(state_dir), 1, PATH_SIZE,
	  "/var/lib/forewarn",
	  "directory of memory.db and of state.json, the published view" },
	{ "run_dir", FIELD_PATH, AT(run_dir), 1, RUN_DIR_SIZE, "/run/forewarn",
	  "directory of control.sock, where forewarn(1) asks the daemon" },
	{ "user", FIELD_TEXT, AT(user), 0, USER_SIZE, "forewarn",
	  "whom a daemon started as root becomes; \"\" stays root" },
	{ "prober_user", FIELD_TEXT, AT(prober_user), 0, USER_SIZE, "nobody",
	  "the same for the probers, which speak to the Internet" },
	{ "shards", FIELD_UNSIGNED, AT(shards), 1, SHARDS_MAX, "1",
	  "daemons beside each other on this host, each with its share of the "
	  "zones, a number from 0 (forewarnd --shard), directories of that "
	  "name in state_dir and run_dir, and the port of http_listen and that "
	  "many more" },
	{ "probers", FIELD_UNSIGNED, AT(probers), 1, 64, "1",
	  "prober processes; one for each core to spare" },
	{ "prober_window", FIELD_UNSIGNED, AT(prober_window), 1, 1024, "32",
	  "zones that one prober looks at at the same time" },
	{ "root_hints", FIELD_PATH, AT(root_hints), 1, PATH_SIZE,
	  "/usr/share/dns/root.hints", "names and addresses of the root" },
	{ "trust_anchor_file", FIELD_PATH, AT(trust_anchor_file), 1, PATH_SIZE,
	  "/usr/share/dns/root.key", "DS or DNSKEY records of the root" },
	{ "pass_deadline", FIELD_SECONDS, AT(pass_deadline_s), 1, HOUR_S, "60s",
	  "the most that one look at one zone takes; what is open then is "
	  "late" },
	{ "query_timeout", FIELD_MILLISECONDS, AT(query_timeout_ms), 1,
	  MINUTE_S, "2s", "how long a server has to answer one question" },
	{ "query_tries", FIELD_COUNT, AT(query_tries), 1, 10, "3",
	  "how often a question is sent before the server counts as silent" },
	{ "confirm", FIELD_SECONDS_LIST, AT(confirm_count), 1, HOUR_S,
	  "[10s, 30s, 60s]",
	  "a failure is looked at again after each of these before anyone is "
	  "told" },
	{ "canaries", FIELD_CANARIES, AT(canaries[CANARY_GOOD]), 0,
	  CANARIES_MAX, "[\".\", com, nl, org]",
	  "names that resolve and are secure as long as we ourselves are well: "
	  "unrelated zones, signed anew every day. While none of them answers, "
	  "or none is secure, nothing is said about zones; their signatures "
	  "tell whether our clock is right. The root is always one of them, "
	  "unless the list is empty: then none is asked" },
	{ "canaries_bad", FIELD_CANARIES, AT(canaries[CANARY_BAD]), 0,
	  CANARIES_MAX, "[dnssec-failed.org, rhybar.cz]",
	  "names that are signed wrongly on purpose. When all of them resolve, "
	  "and there are two at least, we ourselves do not validate; when they "
	  "do at one of the resolvers, that one does not "
	  "(resolver-not-validating)" },
	{ "canaries_insecure", FIELD_CANARIES, AT(canaries[CANARY_INSECURE]), 0,
	  CANARIES_MAX, "[google.com]",
	  "names that are known to be unsigned; any other state is shown" },
	{ "resolvers", FIELD_RESOLVERS, AT(resolver_count), 0, RESOLVERS_MAX,
	  "[]",
	  "validating resolvers of others (\"192.0.2.53\", "
	  "\"2001:db8::53@5353\") that every survey asks what their users "
	  "get, and that are asked for some canaries each minute; none by "
	  "default, since they learn which zones are watched" },
	{ "state_interval", FIELD_SECONDS, AT(state_interval_s), 1, HOUR_S,
	  "30s", "the state file is at most this old" },
	{ "http_listen", FIELD_LISTEN, AT(http_listen), 0, 100,
	  "127.0.0.1:9553",
	  "where the page, its data and the metrics are served, read-only; "
	  "\"\": nowhere" },
	{ "http_token_file", FIELD_HTTP_TOKEN_FILE, AT(http_token_file), 1,
	  PATH_SIZE, NULL,
	  "a file with what readers must show, as a Bearer token or as the "
	  "password of any user; credential:NAME is a file of systemd's" },
	{ "http_without_token", FIELD_PERMISSION, AT(http_without_token), 0, 0,
	  "deny",
	  "whether http_listen may be an address beyond this host's own "
	  "without http_token_file" },
	{ "http_hosts", FIELD_PATTERNS, AT(http_host_count), 0, PATTERNS_MAX,
	  "[]",
	  "names under which browsers reach http_listen, such as that of a "
	  "proxy; addresses and localhost are always good, and any other name "
	  "might be one that somebody else made lead here" },
	{ "metrics_zones", FIELD_METRICS_ZONES, AT(metrics_zones), 0, 0, "auto",
	  "which zones have series of their own in /metrics: all (100,000 at "
	  "most); unhealthy, those that are critical, unknown or warned of "
	  "(5,000 at most, the worst first); none; auto is all up to 5,000 "
	  "zones, and unhealthy above. The counts of all zones are always "
	  "there, and /probe has any zone" },
	{ "log_level", FIELD_LOG_LEVEL, AT(log_level), 0, 0, "info",
	  "the least urgent lines that are still written" },
	{ "private_targets", FIELD_PERMISSION, AT(private_targets), 0, 0,
	  "allow",
	  "whether targets may be at addresses that are not of the public "
	  "Internet: loopback, private and link-local ones, among them those "
	  "of a cloud's metadata; deny judges each connection by its address, "
	  "whatever a name resolved to before" },
	{ "private_servers", FIELD_PERMISSION, AT(private_servers), 0, 0,
	  "deny",
	  "whether addresses that are not of the public Internet are asked "
	  "where the DNS of a zone leads to them; deny keeps whoever writes NS "
	  "records from having this host ask machines within its network, and "
	  "names the addresses (delegation-private-address). What root_hints, "
	  "servers and resolvers say is asked in any case" },
	{ "defaults", FIELD_DEFAULTS, 0, 0, 0, NULL,
	  "how zones are watched; any key of a zone but its name" },
	{ "zones", FIELD_ZONES, 0, 0, ZONES_MAX, NULL,
	  "the zones to watch: each a name, or keys with at least a name; "
	  "these win over the defaults, whole lists and maps at a time" },
	{ "zone_files", FIELD_ZONE_FILES, 0, 0, 1024, NULL,
	  "plain files with a zone a line; # begins a comment" },
	{ "include", FIELD_INCLUDE, 0, 0, 1024, NULL,
	  "more YAML files, with * and ?; each holds zones: and nothing "
	  "else" },
	{ "dashboard", FIELD_LINK, AT(dashboard), 1, URL_SIZE, NULL,
	  "where the dashboard is, for links in messages; #zone=NAME is added "
	  "where they are about one zone" },
	{ "runbook_url", FIELD_LINK, AT(runbook_url), 1, URL_SIZE, NULL,
	  "where your own runbook is, for links in messages and on the page: "
	  "the id of the fault is put behind it as it stands, so it ends in / "
	  "or # or =" },
	{ "targets", FIELD_TARGETS, 0, 0, TARGETS_MAX, NULL, "whom to tell" },
	{ "routes", FIELD_ROUTES, 0, 0, ROUTES_MAX, NULL,
	  "who is told what: each route that matches adds its targets, and "
	  "what none matches goes to every target; without routes all goes to "
	  "every target. Who was told that an incident opened is told what "
	  "becomes of it" },
	{ "test_alert_every", FIELD_SECONDS, AT(test_alert_every_s), 0,
	  365 * DAY_S, "0s",
	  "send a test, marked as such, through every target so often; 0s: "
	  "only when forewarn test-alert asks for it" },
	{ "undelivered_after", FIELD_SECONDS, AT(undelivered_after_s), MINUTE_S,
	  30 * DAY_S, "15m",
	  "a target that owes a message for so long, refuses one for good or "
	  "is gone is told of to all others, whatever the routes say "
	  "(monitor-alert-undelivered)" },
	{ "maintenance", FIELD_MAINTENANCE, AT(maintenance_count), 0,
	  MAINTENANCE_MAX, NULL,
	  "work that was announced: faults in these windows are shown and not "
	  "told, until the window ends; forewarn silences lists them" },
	{ 0 },
};

const struct field zone_fields[] = {
	{ "name", FIELD_ZONE_NAME, 0, 0, 0, NULL,
	  "the apex of the zone; names beyond ASCII in their xn-- form" },
	{ "expect", FIELD_EXPECT, POLICY_AT(expect), 0, 0, "any",
	  "what the zone shall be; any: what it was when it was last well, so "
	  "that a fall from secure to insecure is an alarm" },
	{ "pulse", FIELD_SECONDS, POLICY_AT(pulse_s), 1, 7 * DAY_S, "5m",
	  "from one quick look (the validator's verdict, SOA and DNSKEY of "
	  "each server) to the next" },
	{ "survey", FIELD_SECONDS, POLICY_AT(survey_s), 1, 30 * DAY_S, "1h",
	  "from one look at everything to the next; also at once when a pulse "
	  "sees a change" },
	{ "expiry_warning", FIELD_PERCENT, POLICY_AT(expiry_warning_percent), 0,
	  90, "10%",
	  "warn when this share of a signature's lifetime, or less, is left" },
	{ "expiry_critical", FIELD_PERCENT, POLICY_AT(expiry_critical_percent),
	  0, 90, "4%", "the same for critical; not over expiry_warning" },
	{ "signature_lifetime_min", FIELD_SECONDS, POLICY_AT(lifetime_min_s), 0,
	  YEAR_S, "1h",
	  "warn of signatures that are valid for less than this from their "
	  "inception" },
	{ "signature_lifetime_max", FIELD_SECONDS, POLICY_AT(lifetime_max_s), 1,
	  68 * YEAR_S, "400d", "the same for longer ones" },
	{ "soa_expire_covered", FIELD_PERCENT, POLICY_AT(soa_expire_percent), 0,
	  100, "0%",
	  "warn when signatures have less left than this share of the SOA's "
	  "expire time, for which a secondary without its primary serves "
	  "them; 0%: never, since the defaults of many signers do not meet "
	  "it" },
	{ "names", FIELD_QUESTIONS, POLICY_AT(question_count), 0,
	  POLICY_QUESTIONS_MAX, "{\"@\": [A, AAAA, MX], www: [A, AAAA]}",
	  "names and types that users ask for: \"@\" is the zone itself, "
	  "others are relative to it, or whole with a final dot" },
	{ "labels", FIELD_LABELS, POLICY_AT(label_count), 0, POLICY_LABELS_MAX,
	  "{}", "words of your own, kept with the zone in all output" },
	{ "servers", FIELD_SERVERS, POLICY_AT(server_count), 0,
	  POLICY_SERVERS_MAX, "[]",
	  "ask these addresses (\"192.0.2.1\", \"2001:db8::1@5353\") beside "
	  "the servers that the DNS delegates to, such as a hidden primary: "
	  "one that no NS record names is called hidden where it is told of; "
	  "with trust_anchor they are the only ones, and nobody else is asked "
	  "about the zone: an internal zone, or an internal view of one" },
	{ "trust_anchor", FIELD_TRUST_ANCHOR, POLICY_AT(trust_anchor), 0,
	  POLICY_ANCHORS_MAX, NULL,
	  "what roots an island of security, such as \"example. DS 12345 13 2 "
	  "ABCD...\": it is judged by these keys in place of a DS at the "
	  "parent, and resolvers: are not asked, for they do not know them" },
	{ 0 },
};

static const char kinds_manual[] = "how to tell it"
#define TARGET_KIND(constant, word, traits, url, manual) "; " #word ", " manual
#include "config/target_kinds.def"
#undef TARGET_KIND
	;

const struct field target_fields[] = {
	{ "name", FIELD_TEXT, TARGET_AT(name), 1, 64, NULL,
	  "unique; logs and metrics use it, and what is owed is kept by it" },
	{ "kind", FIELD_TARGET_KIND, TARGET_AT(kind), 0, 0, "generic",
	  kinds_manual },
	{ "url", FIELD_URL, TARGET_AT(url_said), 1, URL_SIZE, NULL,
	  "where to post, by http or https; refused where the URL is all that "
	  "is needed to post there" },
	{ "url_file", FIELD_URL_FILE, TARGET_AT(url_file), 1, PATH_SIZE, NULL,
	  "a file whose first line is the URL; credential:NAME is a file of "
	  "systemd's LoadCredential=" },
	{ "token_file", FIELD_TOKEN_FILE, TARGET_AT(token_file), 1, PATH_SIZE,
	  NULL,
	  "a file whose first line is what the service knows us by; "
	  "credential:NAME as well" },
	{ "urls", FIELD_URLS, TARGET_AT(url_count), 1, TARGET_URLS_MAX, NULL,
	  "instead of url, for alertmanager: every member of a cluster, each "
	  "is told" },
	{ "command", FIELD_COMMAND, TARGET_AT(command_count), 1,
	  COMMAND_WORDS_MAX, NULL,
	  "for command, instead of url: a program and its arguments. No shell "
	  "is between. It gets the body of generic on stdin, and FOREWARN_ID, "
	  "_TYPE, _CHANGE, _SEVERITY, _OWNER, _ZONE, _INCIDENT and _HEADLINE "
	  "in its environment; it must exit with 0. 65 (EX_DATAERR) gives the "
	  "message up, all else has it tried again" },
	{ "deadline", FIELD_SECONDS, TARGET_AT(deadline_s), 1, HOUR_S, "30s",
	  "for command: its process group is killed after this" },
	{ "every", FIELD_SECONDS, TARGET_AT(every_s), 1, DAY_S, "1m",
	  "for alertmanager: all that is open is sent again so often, and an "
	  "alert ends by itself after four times this; for heartbeat: from one "
	  "ping to the next, at least 15s" },
	{ "tls_ca_file", FIELD_CA_FILE, TARGET_AT(tls_ca_file), 1, PATH_SIZE,
	  NULL,
	  "certificates (PEM) of those whom alone to trust for this target; "
	  "without it, whom the system trusts" },
	{ "secret_files", FIELD_SECRET_FILES, TARGET_AT(secret_count), 0, 2,
	  "[]",
	  "files that hold a signing key each (whsec_ and base64), newest "
	  "first; credential:NAME is a file of systemd's LoadCredential=" },
	{ "max_per_minute", FIELD_UNSIGNED, TARGET_AT(max_per_minute), 0, 600,
	  "10",
	  "the most messages in a minute; what is more becomes one summary; 0 "
	  "is no limit" },
	{ 0 },
};

const struct field route_fields[] = {
	{ "targets", FIELD_TARGET_NAMES, ROUTE_AT(target_count), 0, TARGETS_MAX,
	  NULL,
	  "names of targets; [] drops on purpose what no other route wants" },
	{ "severities", FIELD_SEVERITIES, ROUTE_AT(severities), 0, 0, NULL,
	  "how urgent the incident is; any when left out, as with all of "
	  "these" },
	{ "kinds", FIELD_FAULT_KINDS, ROUTE_AT(kinds), 0, 0, NULL,
	  "whether users fail already, or will" },
	{ "faults", FIELD_PATTERNS, ROUTE_AT(fault_count), 1, PATTERNS_MAX,
	  NULL,
	  "ids of faults (forewarn-faults(7)); * stands for any letters, ? for "
	  "one" },
	{ "zones", FIELD_PATTERNS, ROUTE_AT(zone_count), 1, PATTERNS_MAX, NULL,
	  "names of zones: of any zone of the incident, or of what broke "
	  "them. * stands for any letters, dots among them: "
	  "\"*.bank.example\" is every zone below bank.example and not "
	  "bank.example itself; monitor is the monitor itself" },
	{ "labels", FIELD_LABELS, ROUTE_AT(label_count), 0, POLICY_LABELS_MAX,
	  NULL, "labels that one zone of the incident has, all of them" },
	{ "repeat", FIELD_SECONDS, ROUTE_AT(repeat_s), 0, 30 * DAY_S, "0s",
	  "tell again after this while it is open and nobody has acknowledged "
	  "it; 0s: never" },
	{ "quiet", FIELD_QUIET, ROUTE_AT(quiet), 0, 0, NULL,
	  "hours in which warnings wait; what was held back is told when they "
	  "end, several as one summary" },
	{ 0 },
};

const struct field quiet_fields[] = {
	{ "from", FIELD_TIME_OF_DAY, QUIET_AT(window.from), 0, DAY_S - 60, NULL,
	  "when they begin" },
	{ "to", FIELD_TIME_OF_DAY, QUIET_AT(window.to), 0, DAY_S, NULL,
	  "when they end; not after from: on the next day" },
	{ "days", FIELD_DAYS, QUIET_AT(window.days), 0, 0,
	  "[mon, tue, wed, thu, fri, sat, sun]", "on which they begin" },
	{ "zone", FIELD_TIME_ZONE, QUIET_AT(window.zone), 0, 0, "UTC",
	  "the time zone of from and to" },
	{ "criticals", FIELD_BOOL, QUIET_AT(criticals), 0, 0, "false",
	  "whether criticals wait as well" },
	{ 0 },
};

const struct field maintenance_fields[] = {
	{ "zones", FIELD_PATTERNS, WORK_AT(zone_count), 1, PATTERNS_MAX, NULL,
	  "names of zones: of the broken one, or of what broke it. * stands "
	  "for any letters, dots among them, and for zones alone: monitor is "
	  "the monitor itself, and must be named; so must a resolver "
	  "(\"resolver 192.0.2.53\") and servers that zones share "
	  "(\"servers 192.0.2.1, 192.0.2.2\")" },
	{ "faults", FIELD_PATTERNS, WORK_AT(fault_count), 1, PATTERNS_MAX, NULL,
	  "ids of faults (forewarn-faults(7)); all when left out" },
	{ "reason", FIELD_SENTENCE, WORK_AT(reason), 1, REASON_BYTES_MAX, NULL,
	  "what is done, for whoever sees that something is broken and was not "
	  "told" },
	{ "start", FIELD_MOMENT, WORK_AT(start), 0, 0, NULL,
	  "when it starts, if it is once" },
	{ "end", FIELD_MOMENT, WORK_AT(end), 0, 0, NULL, "when it ends" },
	{ "from", FIELD_TIME_OF_DAY, WORK_AT(window.from), 0, DAY_S - 60, NULL,
	  "when it begins, if it is each week" },
	{ "to", FIELD_TIME_OF_DAY, WORK_AT(window.to), 0, DAY_S, NULL,
	  "when it ends; not after from: on the next day" },
	{ "days", FIELD_DAYS, WORK_AT(window.days), 0, 0,
	  "[mon, tue, wed, thu, fri, sat, sun]", "on which it begins" },
	{ "zone", FIELD_TIME_ZONE, WORK_AT(window.zone), 0, 0, "UTC",
	  "the time zone of from and to" },
	{ 0 },
};
