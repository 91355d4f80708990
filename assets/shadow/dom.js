// Putting elements into the page: as text and attributes, never as HTML.

/** @typedef {string | [string, Record<string, string>, ...any[]]} Tree text, or tag, attributes and children (`look.nodes` in Python) */

const OWN = new Set(["open", "style"]); // the browser's: whether a fold is open, and the style's properties, which are set one by one

/** `--name` is a property of its style. @param {HTMLElement} element @param {Record<string, string>} attributes */
export function dress(element, attributes) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("--")) element.style.setProperty(name, value);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    const slider = name === "value" && element instanceof HTMLInputElement ? element : null;
    if (slider && !slider.matches(":active")) slider.value = value; // not under the finger
  }
}

/** Makes a parent's children these; what is the same stays, with its focus. @param {Element} parent @param {Tree[]} trees */
export function render(parent, trees) {
  trees.forEach((tree, n) => {
    const there = parent.childNodes[n];
    const put = (/** @type {ChildNode} */ node) => (there ? there.replaceWith(node) : parent.append(node));
    if (typeof tree === "string") {
      if (!(there instanceof Text)) put(new Text(tree));
      else if (there.data !== tree) there.data = tree;
      return;
    }
    const [tag, attributes, ...children] = tree;
    const same = there instanceof HTMLElement && there.localName === tag && there.dataset.id === attributes["data-id"];
    const element = same ? there : document.createElement(tag);
    for (const name of element.getAttributeNames()) if (!(name in attributes) && !OWN.has(name)) element.removeAttribute(name);
    dress(element, attributes);
    render(element, children);
    if (!same) put(element);
  });
  while (parent.childNodes.length > trees.length) parent.lastChild?.remove();
}
