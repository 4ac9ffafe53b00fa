import type { XmlNode } from './xml.ts';

/** Text at the path `A/B`, or of the attribute `A/@b`, trimmed; undefined where there is none, or where a step is there twice. */
export function textAtPath(node: XmlNode, path: string): string | undefined {
  const [parent, last] = parentOf(node, path);
  if (last.startsWith('@')) return parent?.attributes[last.slice(1)];
  const found = parent?.children[last];
  return found?.length === 1 ? found[0]?.text.trim() : undefined;
}

/** All elements of the path's last name; undefined where a step before it is there twice. No such step: none. */
export function nodesAtPath(node: XmlNode, path: string): readonly XmlNode[] | undefined {
  const [parent, last] = parentOf(node, path);
  return parent === undefined ? undefined : (parent.children[last] ?? []);
}

const nothing: XmlNode = { name: '', text: '', attributes: {}, children: {} };

function parentOf(node: XmlNode, path: string): readonly [XmlNode | undefined, string] {
  const names = path.split('/');
  const last = names.pop() ?? '';
  let at: XmlNode | undefined = node;
  for (const name of names) {
    const found: readonly XmlNode[] = at?.children[name] ?? [];
    at = found.length > 1 || at === undefined ? undefined : (found[0] ?? nothing);
  }
  return [at, last];
}

/** The same tree without namespace prefixes: `ns1:Code` reads `Code`. Elements that only the prefix told apart become one list. */
export function localNames(node: XmlNode): XmlNode {
  const children: Record<string, XmlNode[]> = Object.create(null);
  for (const inner of Object.values(node.children).flat().map(localNames)) {
    const list = children[inner.name] ?? [];
    list.push(inner);
    children[inner.name] = list;
  }
  return { ...node, name: node.name.slice(node.name.lastIndexOf(':') + 1), children };
}
