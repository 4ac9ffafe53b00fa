/** A request in the platform's own form, complete but for the transport. Paths are relative to the link's endpoint. */
export type NativeRequest = RestRequest | SoapRequest | FileRequest;

/** How a family's requests travel; a link's endpoint has the scheme that fits (`http(s)`, for `file` `sftp`). */
export type Protocol = NativeRequest['protocol'];

interface Identified {
  /** Native ids of this one try (msgid …): new each time, stored with the attempt before it is sent. */
  readonly attemptIds?: Readonly<Record<string, string>>;
}

export interface RestRequest extends Identified {
  readonly protocol: 'rest';
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Appended to the link's endpoint, e.g. `` or `/auth/token`. Absolute URLs are refused. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** The request is not complete without it; the link makes it and sends what `complete` returns. */
  readonly signature?: PendingSignature;
}

/**
 * A signature that takes too long for the main thread, and a random number that no adapter may draw: the link has it made in a worker
 * between the moment the attempt is recorded and the moment it leaves. The ids of the try are those of the incomplete request.
 */
export interface PendingSignature {
  /** SM2 with SM3 and the default user id (GM/T 0009). */
  readonly algorithm: 'sm2';
  /** Signed in UTF-8. */
  readonly text: string;
  /** 64 hex digits. */
  readonly privateKey: string;
  /** Pure. @param signature r‖s, 64 bytes */
  complete(signature: Uint8Array): RestRequest;
}

export interface SoapRequest extends Identified {
  readonly protocol: 'soap';
  /** Absolute path of a WSDL file shipped with the adapter; never fetched. */
  readonly wsdl: string;
  readonly operation: string;
  /** Envelope and fault form; default 1.1. A reply of the other version is no reply. */
  readonly version?: '1.1' | '1.2';
  /**
   * Argument tree of text values only; `@name` is an attribute of the element it stands in, `#text` its text beside them. Keys that node-soap treats as raw XML or
   * attributes ($xml, attributes …) are refused.
   */
  readonly args: SoapArgs;
  readonly security?: UsernameToken;
  /** Signs body and timestamp, in the same wsse:Security header. */
  readonly signature?: X509Signature;
}

export interface SoapArgs {
  readonly [element: string]: string | SoapArgs | ReadonlyArray<string | SoapArgs>;
}

/**
 * WS-Security X.509 signature (OASIS WSS X.509 Certificate Token Profile): RSA with SHA-256, exclusive canonicalisation. The times (ISO
 * 8601) come from the call context, not from the transport.
 */
export interface X509Signature {
  /** PEM, one certificate. */
  readonly certificate: string;
  /** PEM, unencrypted. */
  readonly privateKey: string;
  readonly created: string;
  readonly expires: string;
}

/** WS-Security UsernameToken. Nonce (Base64) and created (ISO 8601) come from the call context, not from the transport. */
export interface UsernameToken {
  readonly username: string;
  readonly password: string;
  readonly passwordType: 'PasswordText' | 'PasswordDigest';
  readonly nonce: string;
  readonly created: string;
}

/**
 * One piece of work in the folders of a file server (SFTP). Paths are relative to the folder that the link's endpoint names
 * (`sftp://host:port/folder`); dot segments and absolute paths are refused, and no command is ever run there.
 */
export interface FileRequest extends Identified {
  readonly protocol: 'file';
  readonly action: FileAction;
  readonly login: FileLogin;
  /** Fingerprints of the host keys that are believed, as OpenSSH prints them (`SHA256:…`); any other key ends the connection. */
  readonly hostKeys: readonly string[];
}

export type FileAction =
  /**
   * Writes under the temporary path, checks its size there, then renames: who watches the folder sees the whole file or none.
   * An existing `path` is never replaced. `temporaryPath` lies in a folder of the same file system.
   */
  | {
      readonly type: 'write';
      readonly path: string;
      readonly temporaryPath: string;
      readonly content: string | Uint8Array;
    }
  | { readonly type: 'read'; readonly path: string }
  /** Which of the paths exist, asked one after the other in the order given. */
  | { readonly type: 'find'; readonly paths: readonly string[] }
  /** At most `limit` entries of a folder. */
  | { readonly type: 'list'; readonly path: string; readonly limit: number };

/** With a password, a private key (OpenSSH or PEM text), or both. */
export interface FileLogin {
  readonly username: string;
  readonly password?: string;
  readonly privateKey?: string;
  readonly passphrase?: string;
}

/**
 * A complete reply. Anything less (timeout, reset, truncated body) never reaches the adapter: the transport classifies it.
 *
 * A file server's answers come in the same form. 200: the content of a `read`; of `find` the JSON `{"found":[path…]}`; of `list` the
 * JSON `{"entries":[{"name","size","folder"}…],"more":boolean}`. 201: the file of a `write` stands under its path, JSON `{"path","bytes"}`.
 * What the server refuses is JSON `{"step":"login|write|rename|read|find|list","code":n,"message"}` (SFTP status code and text) with 401 (login), 403
 * (permission), 404 (no such file or folder), 409 (a `write` whose path exists), 507 (no space, quota) or 500 (any other). None of
 * these has put a file under its path.
 */
export interface NativeResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, inflated, undecoded. SOAP: the whole envelope. File: see above. */
  readonly body: Uint8Array;
  /** SOAP only: the deserialised result (all leaves are text) or the fault. Absent when the reply was no SOAP envelope. */
  readonly soap?: { readonly result: unknown } | { readonly faultCode: string; readonly faultString: string };
}
