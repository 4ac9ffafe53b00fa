/** A request in the platform's own form, complete but for the transport. Paths are relative to the link's endpoint. */
export type NativeRequest = RestRequest | SoapRequest;

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
  /** Argument tree of text values only. Keys that node-soap treats as raw XML or attributes ($xml, $attributes …) are refused. */
  readonly args: SoapArgs;
  readonly security?: UsernameToken;
}

export interface SoapArgs {
  readonly [element: string]: string | SoapArgs | ReadonlyArray<string | SoapArgs>;
}

/** WS-Security UsernameToken. Nonce (Base64) and created (ISO 8601) come from the call context, not from the transport. */
export interface UsernameToken {
  readonly username: string;
  readonly password: string;
  readonly passwordType: 'PasswordText' | 'PasswordDigest';
  readonly nonce: string;
  readonly created: string;
}

/** A complete reply. Anything less (timeout, reset, truncated body) never reaches the adapter: the transport classifies it. */
export interface NativeResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body, inflated, undecoded. SOAP: the whole envelope. */
  readonly body: Uint8Array;
  /** SOAP only: the deserialised result (all leaves are text) or the fault. Absent when the reply was no SOAP envelope. */
  readonly soap?: { readonly result: unknown } | { readonly faultCode: string; readonly faultString: string };
}
