/* SPDX-License-Identifier: BSD-3-Clause */
/* control_request.c - the lines of the control socket, without the socket. */
#include "publish/control.h"

#include <string.h>

/* Cut @p line at its tabs. @return the number of words, 0: too many. */
static size_t split(char *line, const char *words[CONTROL_WORDS_MAX])
{
	size_t count = 0;

	for (char *word = line; word; count++) {
		char *tab = strchr(word, '\t');

		if (count == CONTROL_WORDS_MAX)
			return 0;
		words[count] = word;
		if (tab)
			*tab++ = '\0';
		word = tab;
	}
	return count;
}

const char *control_request_read(char *line, size_t len,
				 const char *words[CONTROL_WORDS_MAX],
				 struct control_request *ret_request)
{
	size_t count;
	bool says;

	if (strlen(line) != len)
		return "the request is not text\n";
	count = split(line, words);
	if (count == 0)
		return "too many words\n";
	/* The first word may be who asks. */
	says = strncmp(words[0], CONTROL_SAYS, strlen(CONTROL_SAYS)) == 0;
	if (count == says)
		return "no words\n";
	*ret_request = (struct control_request){
		.uid = -1,
		.says = says ? words[0] + strlen(CONTROL_SAYS) : NULL,
		.count = count - says,
		.words = words + says,
	};
	return NULL;
}

enum err control_request_write(size_t count, const char *const *words,
			       struct text *out)
{
	if (count == 0 || count > CONTROL_WORDS_MAX)
		return ERR_LIMIT;
	for (size_t i = 0; i < count; i++) {
		if (strpbrk(words[i], "\t\n"))
			return ERR_FORMAT;
		text_printf(out, "%s%s", i ? "\t" : "", words[i]);
	}
	text_put(out, "\n");
	return text_ok(out) ? ERR_OK : ERR_LIMIT;
}

enum err control_reply_read(struct text *reply, bool *ret_ok)
{
	const char *all = text_string(reply);
	size_t len = 0;

	if (strncmp(all, "ok\n", 3) == 0)
		len = 3;
	else if (strncmp(all, "error\n", 6) == 0)
		len = 6;
	else
		return ERR_FORMAT;
	*ret_ok = len == 3;
	reply->len -= len;
	memmove(reply->at, reply->at + len, reply->len + 1);
	return ERR_OK;
}
