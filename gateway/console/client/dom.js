/**
 * The page as data: views return trees made by `h`, `patch` brings the document to them. Nodes that stay the same are left alone,
 * so a refresh moves neither the focus nor what somebody is typing. Text is only ever set as text: no markup is parsed.
 *
 * @typedef {{ tag: string, props: Props, children: Child[] }} Tree
 * @typedef {Tree | string} Child
 * @typedef {Record<string, unknown> & { key?: string }} Props
 */

/**
 * @param {string} tag
 * @param {Props} props attributes; `true` sets an empty one, `false` and `undefined` none; functions are event handlers (`onclick`);
 *   `key` names a child among its siblings
 * @param {unknown[]} children trees, texts, numbers and lists of them; nothing is made of `undefined` and `false`
 * @returns {Tree}
 */
export function h(tag, props, ...children) {
  return { tag, props, children: children.flat(3).flatMap(asChild) };
}

/** @param {unknown} child @returns {Child[]} */
function asChild(child) {
  if (child === undefined || child === false || child === '') return [];
  return typeof child === 'object' ? [/** @type {Tree} */ (child)] : [String(child)];
}

/** What was last asked of an element. @type {WeakMap<Node, Props>} */
const asked = new WeakMap();

/**
 * Makes the children of `parent` those of the trees.
 * @param {Element} parent
 * @param {Child[]} children
 */
export function patch(parent, children) {
  const old = [...parent.childNodes];
  const keyed = new Map(old.map((node) => [asked.get(node)?.key, node]));
  const free = old.filter((node) => asked.get(node)?.key === undefined);
  const nodes = children.map((child) => {
    const node = reusable(child, keyed, free) ?? create(child);
    // Before it is inserted: a browser heeds `autofocus` only at that moment.
    update(node, child);
    return node;
  });
  // First what is gone, then what is new: a node that only moves up stays in the document and keeps the focus.
  const kept = new Set(nodes);
  for (const node of old) if (!kept.has(node)) node.remove();
  let place = parent.firstChild;
  for (const node of nodes) {
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
}

/**
 * @param {Child} child
 * @param {Map<string | undefined, ChildNode>} keyed
 * @param {ChildNode[]} free
 * @returns {ChildNode | undefined} the node that the child was before
 */
function reusable(child, keyed, free) {
  const name = typeof child === 'string' ? '#text' : child.tag.toUpperCase();
  if (typeof child === 'object' && child.props.key !== undefined) {
    const node = keyed.get(child.props.key);
    return node?.nodeName === name ? node : undefined;
  }
  const index = free.findIndex(({ nodeName }) => nodeName === name);
  return index < 0 ? undefined : free.splice(index, 1)[0];
}

/** @param {Child} child @returns {ChildNode} */
function create(child) {
  return typeof child === 'string' ? document.createTextNode(child) : document.createElement(child.tag);
}

/** @param {ChildNode} node @param {Child} child */
function update(node, child) {
  if (typeof child === 'string') {
    if (node.nodeValue !== child) node.nodeValue = child;
    return;
  }
  if (!(node instanceof HTMLElement)) return;
  setProps(node, child.props);
  patch(node, child.children);
}

/** @param {HTMLElement} node @param {Props} props */
function setProps(node, props) {
  const before = asked.get(node) ?? {};
  asked.set(node, props);
  for (const name of new Set([...Object.keys(before), ...Object.keys(props)])) {
    const value = props[name];
    if (name === 'key' || value === before[name]) continue;
    if (name.startsWith('on')) Reflect.set(node, name, value ?? null);
    else if (name === 'checked' || name === 'value') Reflect.set(node, name, value);
    else if (value === undefined || value === false) node.removeAttribute(name);
    else node.setAttribute(name, value === true ? '' : String(value));
  }
}
