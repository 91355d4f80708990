// Building the page's elements; everything it shows is made here, as text, never as HTML.

/** @typedef {Node | string | null | undefined | false} Child */

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} [attributes] `onclick` and the like take functions,
 *     `--name` sets a property of the style (a style attribute our policy forbids)
 * @param {...Child} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name.slice(2), value);
    else if (name.startsWith("--")) element.style.setProperty(name, String(value));
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, String(value));
  }
  element.append(.../** @type {(Node | string)[]} */ (children.filter((child) => child || child === "")));
  return element;
}

const SVG = "http://www.w3.org/2000/svg";

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
export function svg(tag, attributes, ...children) {
  const element = /** @type {SVGElement} */ (document.createElementNS(SVG, tag));
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
  element.append(...children);
  return element;
}

/**
 * Writes only when the text changed: the page is looked at thirty times a second.
 * @param {Element} element
 * @param {string} text
 */
export function write(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * A piece of the page that is built anew only when what it shows changed, and hidden when it shows nothing. What had the focus gets it back.
 * @param {HTMLElement} element
 * @param {(shown: any) => Child[]} build
 * @returns {(shown: unknown) => void}
 */
export function piece(element, build) {
  let before = "";
  return (shown) => {
    const now = JSON.stringify(shown ?? null);
    if (now === before) return;
    before = now;
    const held = element.contains(document.activeElement) ? /** @type {HTMLElement} */ (document.activeElement).dataset.id : undefined;
    const children = /** @type {(Node | string)[]} */ ((shown ? build(shown) : []).filter((child) => child || child === ""));
    element.replaceChildren(...children);
    element.hidden = !children.length;
    if (held) /** @type {HTMLElement | null} */ (element.querySelector(`[data-id="${CSS.escape(held)}"]`))?.focus({ preventScroll: true });
  };
}

const ROUND = 2 * Math.PI * 42;

/** A ring that fills, with words in its middle. @param {string} name its class @returns {{element: HTMLElement, set: (share: number, ...words: string[]) => void}} */
export function ring(name) {
  const value = svg("circle", { class: "value", cx: 50, cy: 50, r: 42, "stroke-dasharray": `0 ${ROUND}` });
  const [large, small] = [el("b"), el("small")];
  const circles = svg("svg", { viewBox: "0 0 100 100", "aria-hidden": "true" }, svg("circle", { class: "track", cx: 50, cy: 50, r: 42 }), value);
  return {
    element: el("div", { class: `shadow-ring ${name}` }, circles, large, small),
    set(share, ...words) {
      value.setAttribute("stroke-dasharray", `${ROUND * Math.min(1, Math.max(0, share))} ${ROUND}`);
      value.toggleAttribute("hidden", share <= 0); // a round cap would leave a dot
      write(large, words[0] ?? "");
      write(small, words[1] ?? "");
    },
  };
}
