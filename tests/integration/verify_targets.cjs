// SPDX-License-Identifier: BSD-3-Clause
// Hold rows of render_driver, one a line on stdin, against other people's code:
// Discord's embeds against the builders of discord.js, which know the limits,
// Teams' cards against Microsoft's own renderer. Prints what they find wrong.
// With --types instead it prints a TypeScript program that has every message as
// a literal of the types that Slack, Discord and PagerDuty publish.
globalThis.self = globalThis.window = globalThis; // the renderer wants a browser
const cards = require("adaptivecards/dist/adaptivecards.js");
const { EmbedBuilder } = require("@discordjs/builders");

function* complaints_of_teams(message) {
	for (const attachment of message.attachments) {
		const card = new cards.AdaptiveCard();
		const context = new cards.SerializationContext();
		card.parse(attachment.content, context);
		for (let i = 0; i < context.eventCount; i++)
			yield context.getEventAt(i).message;
		for (const event of card.validateProperties().validationEvents)
			yield event.message;
		if (card.getItemCount() !== attachment.content.body.length)
			yield "not every element was taken";
	}
}

function* complaints_of_discord(message) {
	for (const embed of message.embeds)
		try {
			const builder = new EmbedBuilder()
				.setDescription(embed.description)
				.setColor(embed.color)
				.setTimestamp(new Date(embed.timestamp))
				.setFooter(embed.footer);
			if (embed.title)
				builder.setTitle(embed.title).setURL(embed.url);
			builder.toJSON();
		} catch (error) {
			yield JSON.stringify(error.errors ?? error.message);
		}
}

const complaints = { teams: complaints_of_teams, discord: complaints_of_discord };
const types = {
	slack: "{ text: string; blocks: KnownBlock[] }",
	discord: "RESTPostAPIWebhookWithTokenJSONBody",
	// The documents have them, the types not yet.
	pagerduty: "EventPayloadV2 & { client?: string; client_url?: string }",
};

function check(rows) {
	for (const { kind, sample, body } of rows)
		for (const what of complaints[kind]?.(JSON.parse(body)) ?? [])
			console.log(`${kind}, ${sample}: ${what}`);
}

// The compiler must refuse these, or it looks at nothing.
const wrong = {
	slack: { text: "x", blocks: [{ type: "header" }] },
	discord: { content: "x", embeds: [{ description: 1 }] },
	pagerduty: { routing_key: "x", event_action: "open", payload: {} },
};

function program(rows) {
	console.log(`import type { KnownBlock } from "@slack/types";
import type { RESTPostAPIWebhookWithTokenJSONBody } from "discord-api-types/v10";
import type { EventPayloadV2 } from "@pagerduty/pdjs/build/src/events";`);
	for (const [kind, type] of Object.entries(types)) {
		rows.filter((row) => row.kind === kind).forEach(({ body }, i) =>
			console.log(`export const ${kind}${i}: ${type} = ${body};`));
		console.log(`// @ts-expect-error
export const ${kind}_wrong: ${type} = ${JSON.stringify(wrong[kind])};`);
	}
}

const rows = require("fs").readFileSync(0, "utf8").trim().split("\n")
	.map((line) => JSON.parse(line));
if (process.argv[2] === "--types")
	program(rows);
else
	check(rows);
