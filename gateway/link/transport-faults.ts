import type { Fault, FaultCategory, FaultRow } from '../../adapters/contract/index.ts';
import type { TransportFailure } from './transports/contract.ts';

/** code: category, message zh, en, hint zh, en. Categories of "no reply" codes are those of a write; for a read they are `unavailable`. */
const table = {
  DNS_FAILED: [
    'unavailable',
    '平台域名无法解析',
    'The platform host name could not be resolved.',
    '检查 DNS 与链路地址',
    'Check DNS and the endpoint of the link.',
  ],
  CONNECT_REFUSED: [
    'unavailable',
    '平台拒绝连接',
    'The platform refused the connection.',
    '平台服务未启动或端口有误',
    'The service is down or the port is wrong.',
  ],
  CONNECT_TIMEOUT: [
    'unavailable',
    '连接平台超时，请求未发出',
    'Connecting timed out; nothing was sent.',
    '检查专线、VPN 与防火墙',
    'Check the leased line, VPN and firewall.',
  ],
  CONNECT_FAILED: [
    'unavailable',
    '无法建立连接，请求未发出',
    'No connection could be made; nothing was sent.',
    '检查网络路由',
    'Check the network route.',
  ],
  TLS_FAILED: [
    'unavailable',
    'TLS 握手失败，请求未发出',
    'The TLS handshake failed; nothing was sent.',
    '检查证书有效期、域名与信任链',
    'Check expiry, name and trust chain of the certificate.',
  ],
  SSH_FAILED: [
    'unavailable',
    'SSH 握手失败，请求未发出',
    'The SSH handshake failed; nothing was sent.',
    '核对对方 SFTP 服务支持的算法与子系统',
    'Check the algorithms and the SFTP subsystem of the server.',
  ],
  HOST_KEY_REFUSED: [
    'unavailable',
    '服务器主机密钥与配置的指纹不符，未登录',
    'The host key is not one of the pinned fingerprints; no login was tried.',
    '向对方核实是否更换了主机密钥，核实后更新 hostKeySha256；未更换则可能有人冒充',
    'Ask the other side whether it changed its host key, then update hostKeySha256; if not, somebody may stand in between.',
  ],
  UPLOAD_BROKEN: [
    'unavailable',
    '上传中断，文件尚未改名交付',
    'The upload broke off before the rename: no file was handed over.',
    '自动重试；持续出现时检查线路与 attemptMs',
    'Tried again by itself; when it persists, check the line and attemptMs.',
  ],
  ADDRESS_FORBIDDEN: [
    'misconfigured',
    '平台地址不在链路允许的网段内',
    'The endpoint resolves to an address the link does not allow.',
    '把网段写入 allowAddresses 或更正地址',
    'List the block in allowAddresses or correct the endpoint.',
  ],
  WSDL_INVALID: [
    'misconfigured',
    'WSDL 无法使用',
    'The WSDL cannot be used.',
    '检查适配器附带的 WSDL 文件（不得含 import）',
    'Check the WSDL shipped with the adapter (imports are refused).',
  ],
  REQUEST_INVALID: [
    'invalid-request',
    '请求含有无法传输的内容',
    'The request holds something that cannot be transmitted.',
    '检查字段中的控制字符或非法名称',
    'Look for control characters or illegal names in its fields.',
  ],
  SIGNING_FAILED: [
    'unavailable',
    '请求签名失败，未发送',
    'The request could not be signed; nothing was sent.',
    '自动重试；持续出现时核对该机构的签名私钥',
    "Tried again by itself; when it persists, check the institution's signing key.",
  ],
  REPLY_TIMEOUT: [
    'unknown-outcome',
    '请求已发出，限时内无完整应答',
    'The request was sent; no complete reply came in time.',
    '结果未知，等待查询确认',
    'The outcome is unknown until the enquiry.',
  ],
  CONNECTION_RESET: [
    'unknown-outcome',
    '请求已发出，连接被断开',
    'The request was sent; the connection broke before a reply.',
    '结果未知，等待查询确认',
    'The outcome is unknown until the enquiry.',
  ],
  REPLY_TRUNCATED: [
    'unknown-outcome',
    '平台应答不完整',
    'The reply ended in the middle.',
    '结果未知，等待查询确认',
    'The outcome is unknown until the enquiry.',
  ],
  REPLY_TOO_LARGE: [
    'unknown-outcome',
    '平台应答超过大小上限',
    'The reply exceeds the size limit.',
    '结果未知；核对 maxReplyBytes',
    'The outcome is unknown; check maxReplyBytes.',
  ],
  REPLY_MALFORMED: [
    'unknown-outcome',
    '平台应答不符合 HTTP 规范',
    'The reply is not valid HTTP.',
    '结果未知；检查中间代理',
    'The outcome is unknown; check proxies in between.',
  ],
  LINK_OPEN: [
    'link-open',
    '链路已熔断，未发送',
    'The link is open after failures; nothing was sent.',
    '自动探测恢复，无需操作',
    'Probing goes on by itself.',
  ],
  LINK_CLOSED: [
    'overloaded',
    '链路正在关闭，未发送',
    'The link is shutting down; nothing was sent.',
    '重启后自动继续',
    'Continues after the restart.',
  ],
  BULKHEAD_FULL: [
    'overloaded',
    '链路并发已满，未发送',
    'All permits of the link are taken; nothing was sent.',
    '自动重排',
    'Rescheduled automatically.',
  ],
  PACER_FULL: [
    'overloaded',
    '平台限速中，未发送',
    'The pace the platform allows is used up; nothing was sent.',
    '自动重排',
    'Rescheduled automatically.',
  ],
  ADAPTER_FAILED: [
    'contract-broken',
    '适配器无法处理平台应答',
    'The adapter failed on the reply.',
    '把应答摘录交给适配器作者',
    'Give the excerpt to the author of the adapter.',
  ],
} as const satisfies Record<string, readonly [FaultCategory, string, string, string, string]>;

export type LinkFaultCode = keyof typeof table;

/** The link's own part of the error catalogue (`GET /v1/errors`). */
export const linkFaultRows: readonly FaultRow[] = Object.entries(table).map(
  ([code, [category, zh, en, hintZh, hintEn]]) => ({
    native: ['*'],
    category,
    code,
    message: { zh, en },
    hint: { zh: hintZh, en: hintEn },
  }),
);

/** A fault of the link itself; nothing was sent. */
export function linkFault(code: LinkFaultCode, retryAfterMs?: number): Fault {
  const category = table[code][0];
  return retryAfterMs === undefined ? { category, code } : { category, code, retryAfterMs: Math.ceil(retryAfterMs) };
}

/** What a transport failure means: `unavailable` only when provably nothing was processed, or when a read can just be repeated. */
export function transportFault(failure: TransportFailure, effect: 'read' | 'write'): Fault {
  const category = table[failure.code][0];
  if (category === 'unknown-outcome' && effect === 'read') return { category: 'unavailable', code: failure.code };
  return { category, code: failure.code };
}
