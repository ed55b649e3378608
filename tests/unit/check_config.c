/* SPDX-License-Identifier: BSD-3-Clause */
/* check_config.c - a configuration as it is read, shown and explained. */
#include "config_fixture.h"
#include "unit.h"

#include "config/loader.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

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
	tcase_add_test(c, defaults);
	tcase_add_test(c, every_key);
	tcase_add_test(c, every_key_of_maintenance);
	tcase_add_test(c, every_key_of_routes);
	tcase_add_test(c, dump_reads_back);
	tcase_add_test(c, duplicates_across_files);
	tcase_add_test(c, many_zones);
	tcase_add_test(c, sample);
	tcase_add_test(c, manual);
	tcase_add_test(c, schema);
	suite_add_tcase(suite, c);
	return unit_run(suite);
}
