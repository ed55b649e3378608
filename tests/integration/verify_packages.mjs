// SPDX-License-Identifier: BSD-3-Clause
// verify_packages.mjs BOM MANIFEST... - a bill of materials against CycloneDX'
// own schema, Kubernetes' objects against those of its API; each must also
// refuse what is wrong. A line of what is wrong each.
import fs from "node:fs";
import { loadAll } from "js-yaml";
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";

let errors = 0;

function complain(what, why) {
	console.log(`${what}: ${why}`);
	errors++;
}

async function bill(path) {
	const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot5);
	const text = fs.readFileSync(path, "utf8");
	const wrong = await validator.validate(text);
	if (wrong)
		complain(path, JSON.stringify(wrong));
	const spoilt = text.replace('"type": "library"', '"type": "novel"');
	if (!await validator.validate(spoilt))
		complain(path, "a type that is none is not refused");
}

async function model(object) {
	const name = object.apiVersion.startsWith("monitoring.coreos.com/")
		? "@kubernetes-models/prometheus-operator" : "kubernetes-models";
	return (await import(`${name}/${object.apiVersion}`))[object.kind];
}

function complaint(Model, object) {
	try {
		new Model(object).validate();
		return null;
	} catch (error) {
		return error.message;
	}
}

async function manifest(path) {
	for (const object of loadAll(fs.readFileSync(path, "utf8"))) {
		const Model = await model(object);
		const what = `${path}: ${object.kind}`;
		const wrong = complaint(Model, object);
		if (wrong)
			complain(what, wrong);
		if (!complaint(Model, { ...object, metadata: { name: 1 } }))
			complain(what, "a number as its name is not refused");
		if (object.spec && !complaint(Model, { ...object, spec: "none" }))
			complain(what, "a spec that is none is not refused");
		console.log(`# ${what}`);
	}
}

await bill(process.argv[2]);
for (const path of process.argv.slice(3))
	await manifest(path);
process.exit(errors ? 1 : 0);
