import { createHash } from 'node:crypto';

/*
 * Verification of SM2 signatures from GB/T 32918.2 alone, in plain arithmetic: slow, and of another hand than the library that signs.
 * Curve sm2p256v1: GB/T 32918.5.
 */
const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const A = 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn;
const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const G: Point = {
  x: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  y: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};
const HALF = 32;
const DEFAULT_USER_ID = '1234567812345678';

/** undefined is the point at infinity. */
type Point = { readonly x: bigint; readonly y: bigint };

/**
 * @param signature r‖s, 64 bytes
 * @param publicKey x‖y, 64 bytes, with or without the leading 04
 */
export function verifySm2(
  text: string,
  signature: Uint8Array,
  publicKey: Uint8Array,
  userId = DEFAULT_USER_ID,
): boolean {
  const key = publicKey.length === 2 * HALF + 1 && publicKey[0] === 4 ? publicKey.subarray(1) : publicKey;
  if (signature.length !== 2 * HALF || key.length !== 2 * HALF) return false;
  const [r, s] = [number(signature.subarray(0, HALF)), number(signature.subarray(HALF))];
  const point = { x: number(key.subarray(0, HALF)), y: number(key.subarray(HALF)) };
  const t = mod(r + s, N);
  if (!inRange(r) || !inRange(s) || t === 0n || !onCurve(point)) return false;
  const sum = add(multiply(s, G), multiply(t, point));
  return sum !== undefined && mod(digest(text, key, userId) + sum.x, N) === r;
}

/** e of §6: SM3(Z ‖ M), Z over the length of the user id in bits, the id, the curve and the key (§5.5). */
function digest(text: string, key: Uint8Array, userId: string): bigint {
  const id = Buffer.from(userId, 'utf8');
  const bits = Buffer.alloc(2);
  bits.writeUInt16BE(id.length * 8);
  const z = createHash('sm3');
  for (const part of [bits, id, bytes(A), bytes(B), bytes(G.x), bytes(G.y), key]) z.update(part);
  return number(createHash('sm3').update(z.digest()).update(text, 'utf8').digest());
}

function multiply(factor: bigint, point: Point): Point | undefined {
  let sum: Point | undefined;
  let power: Point | undefined = point;
  for (let rest = factor; rest > 0n; rest >>= 1n) {
    if (rest & 1n) sum = add(sum, power);
    power = add(power, power);
  }
  return sum;
}

function add(a: Point | undefined, b: Point | undefined): Point | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  if (a.x === b.x && mod(a.y + b.y, P) === 0n) return undefined;
  const slope = a.x === b.x ? (3n * a.x * a.x + A) * inverse(2n * a.y) : (b.y - a.y) * inverse(b.x - a.x);
  const x = mod(slope * slope - a.x - b.x, P);
  return { x, y: mod(slope * (a.x - x) - a.y, P) };
}

/** Extended Euclid modulo P. */
function inverse(value: bigint): bigint {
  let [a, b, u, v] = [mod(value, P), P, 1n, 0n];
  while (a !== 0n) {
    const q = b / a;
    [a, b, u, v] = [b - q * a, a, v - q * u, u];
  }
  return mod(v, P);
}

function onCurve({ x, y }: Point): boolean {
  return x < P && y < P && mod(y * y - (x * x * x + A * x + B), P) === 0n;
}

function inRange(value: bigint): boolean {
  return value > 0n && value < N;
}

function mod(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

function number(bytesOf: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytesOf).toString('hex')}`);
}

function bytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(2 * HALF, '0'), 'hex');
}
