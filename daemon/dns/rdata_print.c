/* SPDX-License-Identifier: BSD-3-Clause */
/* rdata_print.c - rdata in presentation form.
 *
 * The layout of a type is a word of letters, one a field. What breaks its
 * layout is printed by RFC 3597 5, so that nothing is ever hidden. */
#include "dns/rdata.h"

#include "base/address.h"
#include "dns/message.h"

#include <string.h>

/* What is left of an rdata, and where its text goes. */
struct printer {
	struct text *text;
	const uint8_t *at;
	size_t len;
};

/* 1, 2, 4: a number of so many bytes; t: a time; y: a type; n: a name;
 * a, A: an IPv4, IPv6 address; s: a character string; S: as many as there
 * are; v: a string without its length to the end; h, b: hexadecimal, base64
 * to the end; l, L: a length byte and so much in hexadecimal, base32hex;
 * m: type bitmaps. */
static const struct {
	uint16_t type;
	const char *layout;
} layouts[] = {
	{ TYPE_A, "a" },	  { TYPE_NS, "n" },
	{ TYPE_CNAME, "n" },	  { TYPE_SOA, "nn44444" },
	{ TYPE_PTR, "n" },	  { TYPE_MX, "2n" },
	{ TYPE_TXT, "S" },	  { TYPE_AAAA, "A" },
	{ TYPE_SRV, "222n" },	  { TYPE_DNAME, "n" },
	{ TYPE_DS, "211h" },	  { TYPE_RRSIG, "y114tt2nb" },
	{ TYPE_NSEC, "nm" },	  { TYPE_DNSKEY, "211b" },
	{ TYPE_NSEC3, "112lLm" }, { TYPE_NSEC3PARAM, "112l" },
	{ TYPE_TLSA, "111h" },	  { TYPE_CDS, "211h" },
	{ TYPE_CDNSKEY, "211b" }, { TYPE_CAA, "1sv" },
};

static bool print_number(struct printer *p, size_t size)
{
	uint32_t value = 0;

	if (p->len < size)
		return false;
	for (size_t i = 0; i < size; i++)
		value = value << 8 | p->at[i];
	p->at += size;
	p->len -= size;
	text_printf(p->text, "%u", (unsigned)value);
	return true;
}

/* RFC 4034 3.2: YYYYMMDDHHmmSS, in the years up to 2106. */
static bool print_time(struct printer *p)
{
	char text[WALL_TEXT_SIZE];
	uint32_t s = 0;

	if (p->len < 4)
		return false;
	for (size_t i = 0; i < 4; i++)
		s = s << 8 | *p->at++;
	p->len -= 4;
	(void)wall_format((struct wall){ s }, text);
	for (const char *c = text; *c; c++)
		if (*c >= '0' && *c <= '9')
			text_bytes(p->text, c, 1);
	return true;
}

static bool print_type(struct printer *p)
{
	char text[TYPE_TEXT_SIZE];

	if (p->len < 2)
		return false;
	text_put(p->text,
		 type_to_text((uint16_t)(p->at[0] << 8 | p->at[1]), text));
	p->at += 2;
	p->len -= 2;
	return true;
}

static bool print_name(struct printer *p)
{
	char text[NAME_TEXT_SIZE];
	struct name name;
	size_t end = 0;

	if (name_unpack(p->at, p->len, &end, &name) || end != name.len)
		return false;
	text_put(p->text, name_to_text(&name, text));
	p->at += end;
	p->len -= end;
	return true;
}

static bool print_address(struct printer *p, uint8_t family)
{
	struct address address = { .family = family, .port = 53 };
	size_t size = family == 4 ? 4 : 16;
	char text[ADDRESS_TEXT_SIZE];

	if (p->len < size)
		return false;
	memcpy(address.bytes, p->at, size);
	text_put(p->text, address_to_text(&address, text));
	p->at += size;
	p->len -= size;
	return true;
}

static void print_quoted(struct printer *p, size_t len)
{
	text_put(p->text, "\"");
	for (size_t i = 0; i < len; i++) {
		uint8_t c = p->at[i];

		if (c < ' ' || c > '~')
			text_printf(p->text, "\\%03u", c);
		else
			text_printf(p->text,
				    c == '"' || c == '\\' ? "\\%c" : "%c", c);
	}
	text_put(p->text, "\"");
	p->at += len;
	p->len -= len;
}

static bool print_string(struct printer *p)
{
	size_t len = p->len ? *p->at : 1;

	if (len >= p->len)
		return false;
	p->at++;
	p->len--;
	print_quoted(p, len);
	return true;
}

static bool print_strings(struct printer *p)
{
	while (print_string(p)) {
		if (!p->len)
			return true;
		text_put(p->text, " ");
	}
	return false;
}

/* RFC 4648 7, without padding (RFC 5155 3.3). */
static void print_base32hex(struct text *text, const uint8_t *at, size_t len)
{
	static const char digits[] = "0123456789abcdefghijklmnopqrstuv";
	unsigned bits = 0, held = 0;

	for (size_t i = 0; i < len; i++) {
		held = (held << 8 | at[i]) & 0xfff;
		bits += 8;
		for (; bits >= 5; bits -= 5)
			text_bytes(text, &digits[held >> (bits - 5) & 31], 1);
	}
	if (bits)
		text_bytes(text, &digits[held << (5 - bits) & 31], 1);
}

static bool print_counted(struct printer *p, bool base32)
{
	size_t len = p->len ? *p->at : 1;

	if (len >= p->len)
		return false;
	p->at++;
	if (base32)
		print_base32hex(p->text, p->at, len);
	else if (len)
		text_hex(p->text, p->at, len);
	else
		text_put(p->text, "-");
	p->at += len;
	p->len -= len + 1;
	return true;
}

/* RFC 4034 4.1.2: window, length 1 to 32, bits. */
static bool print_types(struct printer *p)
{
	const char *between = "";

	while (p->len) {
		if (p->len < 3 || !p->at[1] || p->at[1] > 32 ||
		    p->at[1] > p->len - 2)
			return false;
		for (unsigned i = 0; i < p->at[1] * 8u; i++) {
			char text[TYPE_TEXT_SIZE];
			unsigned type = p->at[0] * 256u + i;

			if (!(p->at[2 + i / 8] & 0x80 >> i % 8))
				continue;
			text_printf(p->text, "%s%s", between,
				    type_to_text((uint16_t)type, text));
			between = " ";
		}
		p->len -= 2u + p->at[1];
		p->at += 2u + p->at[1];
	}
	return true;
}

static bool print_rest(struct printer *p, char field)
{
	if (field == 'v') {
		print_quoted(p, p->len);
		return true;
	}
	if (field == 'h')
		text_hex(p->text, p->at, p->len);
	else
		text_base64(p->text, p->at, p->len);
	p->len = 0;
	return true;
}

static bool print_field(struct printer *p, char field)
{
	switch (field) {
	case 'a':
		return print_address(p, 4);
	case 'A':
		return print_address(p, 6);
	case 'n':
		return print_name(p);
	case 's':
		return print_string(p);
	case 'S':
		return print_strings(p);
	case 't':
		return print_time(p);
	case 'y':
		return print_type(p);
	case 'l':
	case 'L':
		return print_counted(p, field == 'L');
	case 'm':
		return print_types(p);
	case 'v':
	case 'h':
	case 'b':
		return print_rest(p, field);
	default:
		return print_number(p, (size_t)(field - '0'));
	}
}

static bool print_layout(struct printer *p, const char *layout)
{
	for (const char *field = layout; *field; field++) {
		if (field != layout)
			text_put(p->text, " ");
		if (!print_field(p, *field))
			return false;
	}
	return p->len == 0;
}

void rdata_print(struct text *text, uint16_t type, struct rdata rdata)
{
	struct printer printer = { .text = text,
				   .at = rdata.at,
				   .len = rdata.len };
	size_t before = text->len;

	for (size_t i = 0; i < sizeof(layouts) / sizeof(layouts[0]); i++) {
		if (layouts[i].type != type)
			continue;
		if (print_layout(&printer, layouts[i].layout))
			return;
		break;
	}
	if (text->len > before) {
		text->len = before;
		text->at[before] = '\0';
	}
	text_printf(text, "\\# %u%s", rdata.len, rdata.len ? " " : "");
	text_hex(text, rdata.at, rdata.len);
}
