/** Control characters have no place in a file name, and a backslash is a separator on some servers. */
const forbidden = /[\p{Cc}\\]/u;

/**
 * A path of a file request under the link's folder.
 * @param root absolute folder of the endpoint, without a slash at its end
 * @param path names separated by single slashes; '' is the folder itself
 * @returns undefined when the path would leave the folder or is no plain path
 */
export function pathUnder(root: string, path: string): string | undefined {
  if (path === '') return root === '' ? '/' : root;
  const names = path.split('/');
  const plain = names.every((name) => name !== '' && name !== '.' && name !== '..' && !forbidden.test(name));
  return plain ? `${root}/${path}` : undefined;
}

/**
 * The folder that an endpoint names.
 * @throws TypeError for an endpoint that is no plain sftp address
 */
export function rootOf(endpoint: URL): string {
  const isPlain =
    endpoint.username === '' && endpoint.password === '' && endpoint.search === '' && endpoint.hash === '';
  if (endpoint.protocol !== 'sftp:' || endpoint.hostname === '' || !isPlain)
    throw new TypeError('a file link needs an endpoint sftp://host:port/folder, without user name or query');
  const root = decodeURIComponent(endpoint.pathname).replace(/\/+$/, '');
  const inside = root === '' ? '' : pathUnder('', root.slice(1));
  if (inside === undefined) throw new TypeError('the folder of the endpoint must be a plain absolute path');
  return root;
}
