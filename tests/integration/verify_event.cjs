// SPDX-License-Identifier: BSD-3-Clause
// Verify one message, {"headers", "body"} on stdin, with the key given, by the
// reference implementations of Standard Webhooks and CloudEvents.
const { Webhook } = require("standardwebhooks");
const { HTTP } = require("cloudevents");

const { headers, body } = JSON.parse(require("fs").readFileSync(0, "utf8"));
new Webhook(process.argv[2]).verify(body, headers);
const event = HTTP.toEvent({ headers, body });
if (!event.validate() || event.id !== headers["webhook-id"])
	throw new Error(`not the event that was signed: ${event}`);
