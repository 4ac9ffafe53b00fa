/** What one tab remembers: it ends with the tab, and no other tab or restart sees it. */
const names = { key: 'tracehub.key', language: 'tracehub.language', institution: 'tracehub.institution' };

/** @param {keyof typeof names} name */
export function remembered(name) {
  return sessionStorage.getItem(names[name]) ?? undefined;
}

/** @param {keyof typeof names} name @param {string} value */
export function remember(name, value) {
  sessionStorage.setItem(names[name], value);
}

/** @param {keyof typeof names} name */
export function forget(name) {
  sessionStorage.removeItem(names[name]);
}
