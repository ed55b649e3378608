/* SPDX-License-Identifier: BSD-3-Clause */
/* bench_message.c - how long one message takes to parse: ours, libldns and
 * libknot in turns, so that all meet the same noise. Prints medians.
 *
 * Usage: bench_message [ROUNDS] */
#include "dns/message.h"

#include <ldns/ldns.h>
#include <libknot/libknot.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS_DEFAULT 15
#define ROUNDS_MAX     101
/* A round takes this long, so that the clock's grain does not count. */
#define ROUND_NS 5000000.0

struct input {
	const char *what;
	size_t len;
	uint8_t wire[MESSAGE_SIZE_MAX];
};

static void parse_ours(uint8_t *wire, size_t len)
{
	static struct message message;

	(void)message_parse(wire, len, &message); /* refusing counts too */
}

static void parse_ldns(uint8_t *wire, size_t len)
{
	ldns_pkt *packet = NULL;

	if (ldns_wire2pkt(&packet, wire, len) == LDNS_STATUS_OK)
		ldns_pkt_free(packet);
}

static void parse_knot(uint8_t *wire, size_t len)
{
	knot_pkt_t *packet = knot_pkt_new(wire, (uint16_t)len, NULL);

	(void)knot_pkt_parse(packet, KNOT_PF_KEEPWIRE);
	knot_pkt_free(packet);
}

static const struct parser {
	const char *name;
	void (*parse)(uint8_t *wire, size_t len);
} parsers[] = {
	{ "ours", parse_ours },
	{ "ldns", parse_ldns },
	{ "libknot", parse_knot },
};
#define PARSERS (sizeof(parsers) / sizeof(parsers[0]))

static double now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

/* @return nanoseconds a parse. */
static double measure(const struct parser *parser, struct input *input)
{
	double begin = now_ns(), passed;
	size_t count = 0;

	do {
		parser->parse(input->wire, input->len);
		count++;
		passed = now_ns() - begin;
	} while (passed < ROUND_NS);
	return passed / (double)count;
}

static int compare(const void *left, const void *right)
{
	const double *a = left, *b = right;

	return (*a > *b) - (*a < *b);
}

static void bench(struct input *input, size_t rounds)
{
	double times[PARSERS][ROUNDS_MAX];

	for (size_t r = 0; r < rounds; r++)
		for (size_t p = 0; p < PARSERS; p++)
			times[p][r] = measure(&parsers[p], input);
	printf("%s, %zu bytes:", input->what, input->len);
	for (size_t p = 0; p < PARSERS; p++) {
		qsort(times[p], rounds, sizeof(double), compare);
		printf(" %s %.0f ns (%.0f to %.0f)", parsers[p].name,
		       times[p][rounds / 2], times[p][0], times[p][rounds - 1]);
	}
	printf("\n");
}

static void load(struct input *input, const char *what, const char *file)
{
	char path[4096];
	FILE *in;

	(void)snprintf(path, sizeof(path), "%s/%s", CORPUS_DIR, file);
	in = fopen(path, "rb");
	if (!in) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	input->what = what;
	input->len = fread(input->wire, 1, sizeof(input->wire), in);
	(void)fclose(in); /* only read */
}

/* A thousand owners, each a pointer to the one before. */
static void make_chain(struct input *input)
{
	size_t at = 13, before = 12;

	memset(input, 0, sizeof(*input));
	input->what = "pointer chain";
	input->wire[2] = 0x80;
	input->wire[6] = 1000 >> 8;
	input->wire[7] = 1000 & 0xff;
	/* The first owner is the root, at 12; each rdata has 50 bytes. */
	for (size_t i = 0; i < 1000; i++) {
		if (i) {
			input->wire[at] = (uint8_t)(0xc0 | before >> 8);
			input->wire[at + 1] = (uint8_t)before;
			before = at;
			at += 2;
		}
		memcpy(input->wire + at, "\0\20\0\1\0\0\0\1\0\62\61", 11);
		at += 10 + 50;
		/* A pointer reaches 16 KiB. */
		if (at > 0x3fff)
			before = 12;
	}
	input->len = at;
}

int main(int argc, char **argv)
{
	static struct input input;
	size_t rounds = ROUNDS_DEFAULT;

	if (argc > 1)
		rounds = strtoul(argv[1], NULL, 10);
	if (rounds < 1 || rounds > ROUNDS_MAX) {
		fprintf(stderr, "usage: bench_message [ROUNDS, %d at most]\n",
			ROUNDS_MAX);
		return EXIT_FAILURE;
	}
	load(&input, "DNSKEY", "a8-nsec.48");
	bench(&input, rounds);
	load(&input, "answer", "a13-nsec3.www.1");
	bench(&input, rounds);
	load(&input, "NXDOMAIN by NSEC3", "a8-nsec3.nothing.1");
	bench(&input, rounds);
	make_chain(&input);
	bench(&input, rounds);
	return EXIT_SUCCESS;
}
