// SPDX-License-Identifier: BSD-3-Clause
// dom.js - elements from values. Text is only ever set as text: what a zone's
// records say can never become markup.

/** h("td", {class: "x"}, "text", child, ...): attributes that are null or false
 * are left out, "on..." ones are listeners; children that are null too. */
export function h(tag, attributes, ...children) {
	return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes, ...children) {
	return fill(document.createElementNS("http://www.w3.org/2000/svg", tag),
		attributes, children);
}

function fill(element, attributes, children) {
	for (const [name, value] of Object.entries(attributes || {})) {
		if (value === null || value === undefined || value === false) continue;
		if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
		else element.setAttribute(name, value === true ? "" : value);
	}
	element.append(...children.flat().filter(c => c !== null && c !== undefined && c !== false));
	return element;
}

/** Which <details> the reader has opened or closed, by data-key. */
function folds(element) {
	return new Map([...element.querySelectorAll("details[data-key]")]
		.map(d => [d.dataset.key, d.open]));
}

/** Put @p children in place of what is there, and leave the focus on the element
 * with the same data-key, and open what was open: a page that redraws itself
 * must not lose the reader. */
export function replace(element, ...children) {
	const key = document.activeElement?.dataset?.key;
	const selection = document.activeElement?.selectionStart;
	const open = folds(element);
	element.replaceChildren(...children.flat().filter(Boolean));
	for (const d of element.querySelectorAll("details[data-key]"))
		d.open = open.get(d.dataset.key) ?? d.open;
	if (!key || !element.isConnected) return;
	const again = element.querySelector(`[data-key="${CSS.escape(key)}"]`);
	again?.focus({preventScroll: true});
	if (again && selection !== undefined && selection !== null)
		again.setSelectionRange?.(selection, selection);
}

/** A button that copies text. Without a secure context it selects it instead. */
export function copyButton(text, what) {
	const button = h("button", {type: "button", class: "copy", "aria-label": `Copy ${what}`,
		"data-key": `copy ${text}`}, "Copy");
	button.addEventListener("click", async () => {
		try {
			await navigator.clipboard.writeText(text);
			button.textContent = "Copied";
		} catch {
			getSelection().selectAllChildren(button.previousElementSibling);
			button.textContent = "Selected: Ctrl-C";
		}
		setTimeout(() => { button.textContent = "Copy"; }, 2000);
	});
	return button;
}
