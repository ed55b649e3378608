// SPDX-License-Identifier: BSD-3-Clause
// validate.mjs FOLDER - ajv, in strict mode, on every *.schema.json of FOLDER.
// A line of standard input is a request, {"schema": "state.schema.json",
// "value": ...}, or "yaml" with a text in place of "value"; "at" is a pointer
// into the schema. Its answer is a line with a list of what is wrong.
import { readFileSync, readdirSync } from "node:fs";
import { createInterface } from "node:readline";
import Ajv from "ajv/dist/2020.js";
import { parseDocument } from "yaml";

// Strict but for `required` within `oneOf`, whose properties are beside it.
const ajv = new Ajv({ strict: true, strictRequired: false,
	allowUnionTypes: true, allErrors: true });
const ids = {};

for (const name of readdirSync(process.argv[2])) {
	if (!name.endsWith(".schema.json"))
		continue;
	const schema = JSON.parse(
		readFileSync(`${process.argv[2]}/${name}`, "utf8"));
	ajv.addSchema(schema);
	ids[name] = schema.$id;
}

function valueOf(request) {
	if (!("yaml" in request))
		return request.value;
	const document = parseDocument(request.yaml);
	if (document.errors.length)
		throw document.errors[0];
	return document.toJS();
}

function errorsOf(request) {
	const validate = ajv.getSchema(
		ids[request.schema] + (request.at ? `#${request.at}` : ""));
	if (validate(valueOf(request)))
		return [];
	return validate.errors.map((error) => {
		const more = error.params.additionalProperty
			?? error.params.allowedValues ?? "";
		return `${error.instancePath || "/"} ${error.message} ${more}`;
	});
}

for await (const line of createInterface({ input: process.stdin })) {
	let answer;
	try {
		answer = errorsOf(JSON.parse(line));
	} catch (error) {
		answer = [String(error.message)];
	}
	process.stdout.write(`${JSON.stringify(answer)}\n`);
}
