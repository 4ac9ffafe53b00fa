import { createHash } from 'node:crypto';
import type { UsernameToken } from '../../../adapters/contract/index.ts';

const oasis = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss';
const secext = `${oasis}-wssecurity-secext-1.0.xsd`;
const utility = `${oasis}-wssecurity-utility-1.0.xsd`;
const profile = `${oasis}-username-token-profile-1.0`;
const base64Binary = `${oasis}-soap-message-security-1.0#Base64Binary`;

/** The wsse:Security header with a UsernameToken and nothing else. */
export function securityHeader(token: UsernameToken): string {
  return `<wsse:Security xmlns:wsse="${secext}" xmlns:wsu="${utility}">${usernameToken(token)}</wsse:Security>`;
}

/**
 * The wsse:UsernameToken of OASIS WSS UsernameToken Profile 1.0/1.1 §3.1, nonce and created as given (node-soap's own draws them
 * itself, so a try could not be repeated or tested).
 */
export function usernameToken(token: UsernameToken): string {
  const password = token.passwordType === 'PasswordDigest' ? passwordDigest(token) : token.password;
  return [
    '<wsse:UsernameToken>',
    `<wsse:Username>${escapeXml(token.username)}</wsse:Username>`,
    `<wsse:Password Type="${profile}#${token.passwordType}">${escapeXml(password)}</wsse:Password>`,
    `<wsse:Nonce EncodingType="${base64Binary}">${escapeXml(token.nonce)}</wsse:Nonce>`,
    `<wsu:Created>${escapeXml(token.created)}</wsu:Created>`,
    '</wsse:UsernameToken>',
  ].join('');
}

/** Base64(SHA-1(nonce bytes + created + password)), profile §3.1; SHA-1 is the profile's choice. */
function passwordDigest({ nonce, created, password }: UsernameToken): string {
  return createHash('sha1').update(Buffer.from(nonce, 'base64')).update(created).update(password).digest('base64');
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
