/* SPDX-License-Identifier: BSD-3-Clause */
/* keys.h - what keys.c and signer.c share: the inside of a key. */
#ifndef FOREWARN_TESTS_KEYS_H
#define FOREWARN_TESTS_KEYS_H

#include "lib/signer.h"

#include <openssl/evp.h>

/* Flags, protocol, algorithm and the greatest key that we make. */
#define SIGNER_RDATA_MAX 600

struct signer_key {
	char label[64];
	uint8_t algorithm;
	uint16_t flags, tag;
	EVP_PKEY *pkey;
	size_t rdata_len;
	uint8_t rdata[SIGNER_RDATA_MAX];
};

/** @p len bytes, 64 at most, that depend on label and algorithm only. */
void seed_of(const char *label, uint8_t algorithm, uint8_t *ret, size_t len);

/** @return an RSA key pair of 2048 bits, or NULL. */
EVP_PKEY *make_rsa(const char *label);

#endif
