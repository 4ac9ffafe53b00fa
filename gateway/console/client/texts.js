/**
 * Every text of the page, [English, 中文]. The words are those of the glossary; what the gateway itself says (faults, hints,
 * problems) comes from its API in the language asked for.
 *
 * @typedef {'en' | 'zh'} Language
 * @typedef {keyof typeof texts} TextKey
 */
const texts = {
  title: ['TraceHub console', '追溯通控制台'],
  docs: ['API', '接口文档'],
  forgetKey: ['Forget the key', '清除密钥'],
  close: ['Close', '关闭'],
  cancel: ['Cancel', '取消'],
  more: ['Show more', '显示更多'],
  loading: ['Loading …', '加载中…'],

  keyTitle: ['API key', 'API密钥'],
  keyHint: [
    'Paste a key. It stays in this browser tab and is forgotten when the tab closes. An operator key shows and does everything; a tenant key shows its own deliveries.',
    '请粘贴密钥。密钥仅保存在当前浏览器标签页，关闭即清除。运维密钥可查看和操作全部内容；接入方密钥只能查看自己的投递。',
  ],
  keyUse: ['Open', '进入'],

  upToDate: ['Up to date', '数据已更新'],
  asOf: ['As of {time}', '数据截至 {time}'],
  failKey: [
    'The gateway does not know this key (any more). Paste another one.',
    '网关不认识该密钥（或已失效），请重新粘贴。',
  ],
  failUnavailable: [
    'The gateway answers, but cannot serve now (HTTP {status}).',
    '网关有响应，但暂时无法服务（HTTP {status}）。',
  ],
  failRefused: ['The gateway refused (HTTP {status}).', '网关拒绝了请求（HTTP {status}）。'],
  failOffline: ['The gateway cannot be reached.', '无法连接网关。'],
  failSlow: ['The gateway did not answer within 10 seconds.', '网关10秒内没有响应。'],
  failAlien: [
    'Something else than the gateway answered (HTTP {status}), perhaps a proxy.',
    '响应不是来自网关（HTTP {status}），可能是代理。',
  ],
  trying: ['Trying again every 3 seconds.', '每3秒自动重试。'],
  old: ['What you see below is old.', '下面显示的是旧数据。'],

  links: ['Links', '链路'],
  noLinks: ['No link is configured.', '没有配置链路。'],
  breaker: ['Breaker', '熔断器'],
  nextProbe: ['Next probe', '下次探测'],
  pausedUntil: ['Paused until', '暂停至'],
  inFlight: ['In flight', '在途'],
  openings: ['Openings', '熔断次数'],
  clockSkew: ['Clock skew', '时钟偏差'],
  lastSuccess: ['Last success', '最近成功'],
  lastFailure: ['Last failure', '最近失败'],
  oldestDue: ['Oldest due', '最早到期'],
  holds: ['Institutions on hold', '被暂扣的机构'],
  isolatedBy: ['Isolated {when} by {actor}: {reason}', '{actor} 于{when}隔离：{reason}'],
  isolatedSince: ['Isolated {when}', '{when}起隔离'],
  countsHidden: ['Counts and holds are shown to operators.', '数量与暂扣明细仅运维可见。'],
  noDeliveries: ['No deliveries yet', '暂无投递'],
  deliveriesOf: ['Deliveries per state', '各状态投递数'],

  isolate: ['Isolate', '隔离'],
  restore: ['Restore', '恢复'],
  probe: ['Probe', '探测'],
  retry: ['Retry', '重试'],
  isolateTitle: ['Isolate {what}', '隔离 {what}'],
  isolateHint: [
    'Nothing is sent on this link until it is restored. Its deliveries are held, none is lost.',
    '恢复之前该链路不再发送。其投递会被暂扣，不会丢失。',
  ],
  reason: ['Reason', '原因'],
  reasonHint: ['3 to 200 characters; recorded with your key', '3至200字，与您的密钥一同记录'],
  onlyInstitution: ['Only this institution (code)', '仅隔离该机构（编码）'],
  optional: ['optional', '选填'],
  restoreTitle: ['Restore {what}', '恢复 {what}'],
  restoreHint: ['Its held deliveries are queued again and due at once.', '被暂扣的投递将重新排队并立即发送。'],
  probeTitle: ['Probe {what}', '探测 {what}'],
  probeHint: [
    'One harmless request (a sign-in or a query) in the name of an institution of the directory.',
    '以机构目录中某机构的名义发送一次无副作用的请求（签到或查询）。',
  ],
  institution: ['Institution (code)', '机构（编码）'],
  tenant: ['Tenant', '接入方'],
  ownTenant: ['default: that of your key', '默认为密钥所属接入方'],
  probeOk: ['The platform answered as it should, in {time}.', '平台响应正常，用时 {time}。'],
  probeFault: ['The probe failed after {time}.', '探测失败，用时 {time}。'],
  retryTitle: ['Retry {what}', '重试 {what}'],
  retryHint: [
    'The delivery is taken up again at once. Where the platform may hold the record already, TraceHub asks first and sends only when it is not found; what the platform had accepted is only asked for.',
    '该投递将立即重新处理。若平台可能已有该记录，会先查询，确认没有才再次发送；平台曾受理的只查询，不再发送。',
  ],
  confirmedAbsent: [
    'I have looked it up at the platform: the record is not there. Send without asking first.',
    '我已在平台核实该记录不存在，直接发送，不再先查询。',
  ],
  doneIsolate: ['{what} is isolated.', '{what} 已隔离。'],
  doneRestore: ['{what} is restored.', '{what} 已恢复。'],
  doneRetry: ['{what} is taken up again.', '{what} 已重新处理。'],

  attention: ['Deliveries to look at', '需要关注的投递'],
  state: ['State', '状态'],
  link: ['Link', '链路'],
  allLinks: ['all links', '全部链路'],
  nothing: ['None. Nothing to do here.', '没有，无需处理。'],
  newest: [
    'Only the newest {count} are shown. Choose one link to see further.',
    '仅显示最新 {count} 条，请按链路筛选查看更多。',
  ],
  whoActs: ['Who acts', '处理人'],
  whatToDo: ['What to do', '处理建议'],
  native: ['Platform says', '平台返回'],
  fault: ['Fault', '故障'],
  why: ['Why', '原因说明'],
  next: ['Next step', '下一步'],
  receipt: ['Receipt', '回执'],
  nativeIds: ['Ids at the platform', '平台单据号'],
  refusedCodes: ['Codes not accepted', '未被接受的追溯码'],
  changed: ['Changed', '更新时间'],
  attemptsOf: ['Attempts ({count})', '尝试记录（{count}）'],
  noAttempts: ['No attempt was made yet.', '尚未尝试。'],
  time: ['Time', '时间'],
  operation: ['Operation', '操作'],
  outcome: ['Outcome', '结果'],
  took: ['Took', '用时'],
  notSent: ['not sent', '未发出'],
  primary: ['primary', '主链路'],
  duplicate: ['was there already', '平台已存在'],
  partial: ['partly refused', '部分被拒'],
  part: ['part {index} of {count}', '第 {index}/{count} 部分'],

  findings: ['Suspicious packs', '可疑追溯码'],
  noFindings: ['None is open.', '没有待核查的可疑追溯码。'],
  newestFindings: [
    'Only the newest {count} are shown. GET /v1/findings lists and exports all, with their evidence.',
    '仅显示最新 {count} 条。全部线索及证据可通过 GET /v1/findings 查询、导出。',
  ],
  severity: ['Severity', '严重程度'],
  finding: ['Finding', '可疑情形'],
  traceCode: ['Trace code', '追溯码'],
  found: ['Found', '发现时间'],
  low: ['low', '低'],
  medium: ['medium', '中'],
  high: ['high', '高'],
  critical: ['critical', '严重'],

  search: ['Find an event', '查找事件'],
  searchLabel: ['Document number or trace code', '单据号或追溯码'],
  searchUse: ['Find', '查找'],
  searchNone: [
    'Your tenant has no event with this document number or trace code.',
    '您所属接入方没有该单据号或追溯码的事件。',
  ],
  occurred: ['Occurred', '发生时间'],
  accepted: ['Accepted', '受理时间'],
  noRoutes: ['No route matches: no platform hears of this event.', '没有匹配的路由：该事件不会上报任何平台。'],
  warnings: ['Warnings', '提示'],

  healthy: ['healthy', '正常'],
  degraded: ['degraded', '降级'],
  recovering: ['recovering', '恢复中'],
  down: ['down', '中断'],
  isolated: ['isolated', '已隔离'],
  closed: ['closed', '闭合'],
  open: ['open', '断开'],
  'half-open': ['half-open', '半开'],
  ramp: ['ramping up', '渐进恢复'],
  queued: ['queued', '排队'],
  sending: ['sending', '发送中'],
  delivered: ['delivered', '已送达'],
  rejected: ['rejected', '被拒'],
  pending: ['pending', '平台处理中'],
  unknown: ['unknown', '结果未知'],
  parked: ['parked', '挂起'],
  held: ['held', '暂扣'],
  cancelled: ['cancelled', '作废'],
  'pos-vendor': ['POS vendor', 'POS厂商'],
  rollout: ['rollout team', '实施团队'],
  sre: ['SRE', '运维'],
  nobody: ['nobody', '无需处理'],
  reconciler: ['TraceHub, then a person', '系统自动核实，其后人工'],
  'adapter-author': ['adapter author', '适配器开发者'],
  'retail-sale': ['retail sale', '零售'],
  'retail-return': ['retail return', '零售退货'],
  dispense: ['dispense', '医疗机构发药'],
  'dispense-return': ['dispense return', '医疗机构退药'],
  'purchase-in': ['purchase in', '采购入库'],
  'purchase-return': ['purchase return', '购进退出'],
  'sale-out': ['sale out', '销售出库'],
  'sale-return': ['sale return', '销售退回'],
  'transfer-in': ['transfer in', '调拨入库'],
  'transfer-out': ['transfer out', '调拨出库'],
  'stock-count': ['stock count', '盘存'],
  'stock-adjust': ['stock adjustment', '库存调整'],
  destroy: ['destruction', '销毁'],
  pack: ['pack relation', '包装关联'],
};

/**
 * @param {Language} language
 * @returns a function that says a text: `{name}` in it is filled in from the values
 */
export function speaker(language) {
  const index = language === 'zh' ? 1 : 0;
  /** @param {TextKey} key @param {Record<string, string | number>} [values] */
  return (key, values = {}) =>
    (texts[key][index] ?? key).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ''));
}

/**
 * A word of the API: a state, a kind, an actor.
 * @param {string} word
 * @param {Language} language
 * @returns {string} the word itself when the page does not know it: the API may learn new ones
 */
export function term(word, language) {
  return word in texts ? speaker(language)(/** @type {TextKey} */ (word)) : word;
}
