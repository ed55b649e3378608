/* SPDX-License-Identifier: BSD-3-Clause */
/* webhook.c - POST requests on our loop, by libcurl's multi interface. */
#include "notify/webhook.h"

#include "base/address.h"

#include <curl/curl.h>
#include <event2/event.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

struct webhook {
	struct event_base *base;
	CURLM *multi;
	struct event *timer;
	bool public_only;
};

struct webhook_request {
	struct webhook *webhook;
	CURL *easy;
	struct curl_slist *headers;
	char *body;
	size_t reply_bytes, head_len;
	char head[WEBHOOK_HEAD_MAX];
	bool connected;		      /* some socket was opened */
	enum address_scope forbidden; /* what an address was, or PUBLIC */
	char words[CURL_ERROR_SIZE];
	webhook_done *done;
	void *arg;
};

static void request_free(struct webhook_request *request)
{
	if (!request)
		return;
	curl_easy_cleanup(request->easy);
	curl_slist_free_all(request->headers);
	free(request->body);
	free(request);
}

/* --- what a request came to --- */

static void describe(const struct webhook_request *request, CURLcode code,
		     struct webhook_reply *reply)
{
	const char *words = curl_easy_strerror(code);
	size_t room = sizeof(reply->error);
	long number = 0;

	(void)curl_easy_getinfo(request->easy, CURLINFO_OS_ERRNO, &number);
	if (reply->status)
		(void)snprintf(reply->error, room, "HTTP %u", reply->status);
	else if (request->forbidden && !request->connected)
		(void)snprintf(reply->error, room,
			       "its address is %s: private_targets is deny",
			       address_scope_text(request->forbidden));
	else if (code == CURLE_PEER_FAILED_VERIFICATION && *request->words)
		/* libcurl's longer words may have the URL among them, but not
		 * those on certificates. */
		(void)snprintf(reply->error, room, "%.120s", request->words);
	else
		(void)snprintf(reply->error, room, "%s%s%s%s", words,
			       number ? " (" : "",
			       number ? strerror((int)number) : "",
			       number ? ")" : "");
}

/* The status decides. What becomes of the connection after it (a body without
 * end, a reset) says nothing about our message, which has arrived. */
static void finish(CURL *easy, CURLcode code)
{
	struct webhook_reply reply = { 0 };
	struct webhook_request *request;
	curl_off_t retry_after = 0;
	char *private = NULL;
	long status = 0;

	(void)curl_easy_getinfo(easy, CURLINFO_PRIVATE, &private);
	(void)curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
	(void)curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &retry_after);
	request = (struct webhook_request *)(void *)private;
	reply.status = status >= 200 ? (unsigned)status : 0;
	reply.retry_after_s = retry_after;
	reply.body = request->head;
	reply.body_len = request->head_len;
	describe(request, code, &reply);
	(void)curl_multi_remove_handle(request->webhook->multi, easy);
	request->done(request->arg, &reply);
	request_free(request);
}

static void finish_all(struct webhook *webhook)
{
	CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(webhook->multi, &left)))
		if (message->msg == CURLMSG_DONE)
			finish(message->easy_handle, message->data.result);
}

/* --- libcurl on libevent --- */

static void act(struct webhook *webhook, curl_socket_t fd, int what)
{
	int running;

	(void)curl_multi_socket_action(webhook->multi, fd, what, &running);
	finish_all(webhook);
}

static void on_socket(evutil_socket_t fd, short what, void *arg)
{
	act(arg, fd,
	    (what & EV_READ ? CURL_CSELECT_IN : 0) |
		    (what & EV_WRITE ? CURL_CSELECT_OUT : 0));
}

static void on_timer(evutil_socket_t fd, short what, void *arg)
{
	(void)fd;
	(void)what;
	act(arg, CURL_SOCKET_TIMEOUT, 0);
}

/* libcurl: watch @p fd for @p what. @p kept is the event we gave it. */
static int watch_socket(CURL *easy, curl_socket_t fd, int what, void *arg,
			void *kept)
{
	struct webhook *webhook = arg;
	struct event *event = kept;
	short events = (short)((what & CURL_POLL_IN ? EV_READ : 0) |
			       (what & CURL_POLL_OUT ? EV_WRITE : 0));

	(void)easy;
	if (event)
		event_free(event);
	event = NULL;
	if (what != CURL_POLL_REMOVE) {
		event = event_new(webhook->base, fd,
				  (short)(events | EV_PERSIST), on_socket,
				  webhook);
		/* Without it the request runs into its time limit. */
		if (event)
			(void)event_add(event, NULL);
	}
	(void)curl_multi_assign(webhook->multi, fd, event);
	return 0;
}

static int set_timer(CURLM *multi, long timeout_ms, void *arg)
{
	struct webhook *webhook = arg;
	struct timeval left = { .tv_sec = timeout_ms / 1000,
				.tv_usec = timeout_ms % 1000 * 1000 };

	(void)multi;
	if (timeout_ms < 0)
		return evtimer_del(webhook->timer);
	return evtimer_add(webhook->timer, &left);
}

/* --- one request --- */

/* What the sink answers, headers and body, is bounded. */
static size_t count_reply(char *bytes, size_t size, size_t count, void *arg)
{
	struct webhook_request *request = arg;

	(void)bytes;
	request->reply_bytes += size * count;
	return request->reply_bytes <= WEBHOOK_REPLY_MAX ? size * count : 0;
}

/* The head of the body is kept. */
static size_t take_body(char *bytes, size_t size, size_t count, void *arg)
{
	struct webhook_request *request = arg;
	size_t room = sizeof(request->head) - request->head_len;
	size_t taken = size * count < room ? size * count : room;

	memcpy(request->head + request->head_len, bytes, taken);
	request->head_len += taken;
	return count_reply(bytes, size, count, arg);
}

static enum address_scope scope_of(const struct curl_sockaddr *address)
{
	const struct sockaddr *to = &address->addr;
	struct address plain = { 0 };

	if (to->sa_family == AF_INET) {
		plain.family = 4;
		memcpy(plain.bytes,
		       &((const struct sockaddr_in *)(const void *)to)
				->sin_addr,
		       4);
	} else if (to->sa_family == AF_INET6) {
		plain.family = 6;
		memcpy(plain.bytes,
		       &((const struct sockaddr_in6 *)(const void *)to)
				->sin6_addr,
		       16);
	}
	return address_scope(&plain);
}

/* The last word before a connection: what a name resolved to, whenever and to
 * whatever, is judged here. Not to be inherited by a prober. */
static curl_socket_t open_socket(void *arg, curlsocktype purpose,
				 struct curl_sockaddr *address)
{
	struct webhook_request *request = arg;
	enum address_scope scope = scope_of(address);

	(void)purpose;
	if (request->webhook->public_only && scope != ADDRESS_PUBLIC) {
		request->forbidden = scope;
		return CURL_SOCKET_BAD;
	}
	request->connected = true;
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
		      address->protocol);
}

static struct curl_slist *header_list(const char *lines)
{
	/* No waiting for "100 Continue": sinks rarely send it. */
	struct curl_slist *list = curl_slist_append(NULL, "Expect:");

	while (list && *lines) {
		size_t len = strcspn(lines, "\n");
		char line[1024];
		struct curl_slist *longer;

		(void)snprintf(line, sizeof(line), "%.*s", (int)len, lines);
		longer = curl_slist_append(list, line);
		if (!longer)
			curl_slist_free_all(list);
		list = longer;
		lines += len + (lines[len] == '\n');
	}
	return list;
}

#define SET(option, value)                                                     \
	ok = ok && curl_easy_setopt(easy, option, value) == CURLE_OK

static bool set_options(struct webhook_request *request,
			const struct webhook_post *post)
{
	CURL *easy = request->easy;
	bool ok = true;

	SET(CURLOPT_PRIVATE, request);
	SET(CURLOPT_URL, post->url);
	SET(CURLOPT_PROTOCOLS_STR, "http,https");
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_PROXY, "");
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
	SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	SET(CURLOPT_NOSIGNAL, 1L);
	SET(CURLOPT_CONNECTTIMEOUT_MS, (long)post->connect_ms);
	SET(CURLOPT_TIMEOUT_MS, (long)post->total_ms);
	SET(CURLOPT_USERAGENT, "forewarnd/" PACKAGE_VERSION);
	SET(CURLOPT_HTTPHEADER, request->headers);
	SET(CURLOPT_POSTFIELDS, request->body);
	SET(CURLOPT_POSTFIELDSIZE, (long)strlen(request->body));
	SET(CURLOPT_HEADERFUNCTION, count_reply);
	SET(CURLOPT_HEADERDATA, request);
	SET(CURLOPT_WRITEFUNCTION, take_body);
	SET(CURLOPT_WRITEDATA, request);
	SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
	SET(CURLOPT_OPENSOCKETDATA, request);
	SET(CURLOPT_ERRORBUFFER, request->words);
	if (post->ca_file) {
		SET(CURLOPT_CAINFO, post->ca_file);
		SET(CURLOPT_CAPATH, NULL);
	}
	/* One that was kept may be older than the rule. */
	SET(CURLOPT_FRESH_CONNECT, request->webhook->public_only ? 1L : 0L);
	return ok;
}

void webhook_public_only(struct webhook *webhook, bool only)
{
	webhook->public_only = only;
}

struct webhook_request *webhook_post(struct webhook *webhook,
				     const struct webhook_post *post)
{
	struct webhook_request *request = calloc(1, sizeof(*request));

	if (!request)
		return NULL;
	request->webhook = webhook;
	request->done = post->done;
	request->arg = post->arg;
	request->easy = curl_easy_init();
	request->headers = header_list(post->headers);
	request->body = strdup(post->body);
	if (request->easy && request->headers && request->body &&
	    set_options(request, post) &&
	    curl_multi_add_handle(webhook->multi, request->easy) == CURLM_OK)
		return request;
	request_free(request);
	return NULL;
}

void webhook_cancel(struct webhook_request *request)
{
	(void)curl_multi_remove_handle(request->webhook->multi, request->easy);
	request_free(request);
}

enum err webhook_new(struct event_base *base, struct webhook **ret_webhook)
{
	struct webhook *webhook = calloc(1, sizeof(*webhook));

	if (!webhook)
		return ERR_MEMORY;
	webhook->base = base;
	webhook->timer = evtimer_new(base, on_timer, webhook);
	if (curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK)
		webhook->multi = curl_multi_init();
	if (!webhook->timer || !webhook->multi) {
		webhook_free(webhook);
		return ERR_MEMORY;
	}
	(void)curl_multi_setopt(webhook->multi, CURLMOPT_SOCKETFUNCTION,
				watch_socket);
	(void)curl_multi_setopt(webhook->multi, CURLMOPT_SOCKETDATA, webhook);
	(void)curl_multi_setopt(webhook->multi, CURLMOPT_TIMERFUNCTION,
				set_timer);
	(void)curl_multi_setopt(webhook->multi, CURLMOPT_TIMERDATA, webhook);
	/* CURLOPT_NOSIGNAL leaves a write to a closed connection to us. */
	(void)signal(SIGPIPE, SIG_IGN);
	*ret_webhook = webhook;
	return ERR_OK;
}

void webhook_free(struct webhook *webhook)
{
	if (!webhook)
		return;
	(void)curl_multi_cleanup(webhook->multi); /* takes NULL */
	if (webhook->timer)
		event_free(webhook->timer);
	free(webhook);
}
