import { describe, expect, test } from '@jest/globals';
import { start } from '../../adapters/nhsa/simulator/index.ts';
import { nhsaPlatform } from '../../adapters/nhsa/simulator/platform.ts';
import { readSettings } from '../../adapters/nhsa/simulator/settings.ts';
import { Ledger, type SimRequest } from '../../adapters/sim-kit/index.ts';
import { call, csbHeaders, envelope, hunanSale, type NhsaCaller, type NhsaReply, post, signIn } from './nhsa-client.ts';
import { caller, signNo, sim } from './nhsa-counter.ts';

describe('service bus', () => {
  const at = 1_592_225_468_715;

  function bus(signature: string): string {
    const settings = readSettings({ accounts: [{ ak: 'ak123', sk: 'sk456', code: 'P43010000001', name: '店' }] });
    const platform = nhsaPlatform(settings, new Ledger(() => at), () => at);
    const request: SimRequest = {
      method: 'POST',
      url: new URL('http://simulator/hsa/csb'),
      headers: {
        _api_name: '3505',
        _api_version: '1.0.0',
        _api_timestamp: String(at),
        _api_access_key: 'ak123',
        _api_signature: signature,
      },
      body: Buffer.from('{}'),
    };
    const verdict = platform.open(request).check();
    return 'refused' in verdict ? verdict.refused.body : 'admitted';
  }

  test('admits the published signature V-CSB-2 and nothing near it', () => {
    expect(bus('f735BeAR+Iy61jTEhYzUawTkkx0=')).toContain('报文格式错误');
    expect(JSON.parse(bus('f735BeAR+Iy61jTEhYzUawTkkx1='))).toEqual({ code: 401, message: '签名不一致!' });
  });

  test.each([
    ['a missing header', { _api_version: '' }, '缺少服务网关的请求头!'],
    [
      'an old timestamp',
      csbHeaders('ak-demo-hn-001', 'sk-demo-hn-001', '9001', String(Date.now() - 31 * 60_000)),
      '签名时间戳超时!',
    ],
    [
      'seconds for milliseconds',
      csbHeaders('ak-demo-hn-001', 'sk-demo-hn-001', '9001', '1592225468'),
      '签名时间戳超时!',
    ],
    ['an unknown key', csbHeaders('ak-nobody', 'sk-demo-hn-001', '9001', String(Date.now())), '非法用户!'],
    ['a wrong secret', csbHeaders('ak-demo-hn-001', 'sk-wrong', '9001', String(Date.now())), '签名不一致!'],
  ])('refuses %s in its own shape, without infcode', async (_what, headers, message) => {
    const response = await post(caller, envelope(caller, '9001', {}), headers);
    expect(await response.json()).toEqual({ code: 401, message });
  });
});

describe('envelope', () => {
  const signInNode = { signIn: { opter_no: '001', mac: 'm', ip: '1' } };

  test.each([
    ['a field that is not in the interface', { app_id: '' }, '未定义的参数[app_id]'],
    ['a missing required field', { opter_name: '' }, '参数[opter_name]不能为空'],
    ['a number where text is documented', { opter: 1 }, '参数[opter]类型错误'],
    ['a name above C20', { fixmedins_name: '店'.repeat(21) }, '参数[fixmedins_name]长度超过20'],
    ['a value outside its code table', { opter_type: '4' }, '参数[opter_type]值[4]不在字典范围内'],
    ['a date-time in another form', { inf_time: '2025-11-22T10:00:00' }, '参数[inf_time]时间格式错误'],
    ['a day that does not exist', { inf_time: '2025-02-30 10:00:00' }, '参数[inf_time]时间格式错误'],
    ['an institution of another account', { fixmedins_code: 'P43010000002' }, '定点医药机构编号与接入账号不符'],
    ['a version it does not speak', { infver: 'V9.9' }, '接口版本号[V9.9]不支持'],
    ['a msgid of another form', { msgid: 'P43010000001-1' }, '发送方报文ID格式错误'],
    ['a msgid of another institution', { msgid: 'P43010000002202511221000000001' }, '发送方报文ID格式错误'],
    ['an input that is no object', { input: '{}' }, '节点[input]应为对象'],
  ])('refuses %s', async (_what, changes, message) => {
    const reply = await call(caller, '9001', signInNode, changes);
    expect(reply.infcode).toBe(-1);
    expect(reply.err_msg).toContain(message);
    expect(reply.output).toBeNull();
  });

  test('refuses a msgid that was used before, even by a request that failed', async () => {
    const body = envelope(caller, '3505A', { selinfoDetail: [] }, { sign_no: signNo });
    await post(caller, body);
    const again = (await (await post(caller, body)).json()) as NhsaReply;
    expect(again.err_msg).toBe('发送方报文ID重复');
  });

  test('wants the service name of the header to be the transaction of the body', async () => {
    const headers = csbHeaders('ak-demo-hn-001', 'sk-demo-hn-001', '3505A', String(Date.now()));
    const reply = (await (await post(caller, envelope(caller, '9001', signInNode), headers)).json()) as NhsaReply;
    expect(reply.err_msg).toBe('服务名与交易编号不一致');
  });

  test('bounds input at 40,000 characters', async () => {
    const reply = await call(
      caller,
      '3505A',
      { selinfoDetail: [hunanSale({ memo: 'x'.repeat(40_000) })] },
      { sign_no: signNo },
    );
    expect(reply.err_msg).toContain('长度超过40000');
  });

  test('answers with a reference of region, time and serial', async () => {
    const reply = await call(caller, '9001', signInNode);
    expect(reply.inf_refmsgid).toMatch(/^430100\d{24}$/);
    expect(reply).toMatchObject({ infcode: 0, err_msg: '', refmsg_time: expect.stringMatching(/^\d{17}$/) });
  });

  test('speaks infcode as a text when told to', async () => {
    const other = await start({ port: 0, controlPort: 0, settings: { infcode: 'text' } });
    expect((await call({ endpoint: other.endpoint }, '9001', signInNode)).infcode).toBe('0');
    await other.close();
  });
});

describe('sign-in', () => {
  test('gates every goods transaction by a live number of this institution', async () => {
    const other: NhsaCaller = {
      ...caller,
      ak: 'ak-demo-hn-002',
      sk: 'sk-demo-hn-002',
      code: 'P43010000002',
      name: '追溯通演示药店二',
    };
    for (const sign_no of ['', 'made-up', await signIn(other)]) {
      const reply = await call(caller, '3505A', { selinfoDetail: [hunanSale()] }, { sign_no });
      expect(reply.err_msg).toContain('请先签到');
    }
    expect(sim.ledger()).toHaveLength(0);
  });

  test('ends with 9002', async () => {
    const signOut = { signOut: { sign_no: signNo, opter_no: '001' } };
    expect((await call(caller, '9002', signOut)).infcode).toBe(0);
    expect((await call(caller, '9002', signOut)).err_msg).toBe('今天已签退');
    expect((await call(caller, '3513', { data: {} }, { sign_no: signNo })).err_msg).toContain('请先签到');
  });

  test('ends at midnight in China', () => {
    let now = Date.parse('2025-11-22T23:59:00+08:00');
    const platform = nhsaPlatform(readSettings({}), new Ledger(() => now), () => now);
    const ask = (infno: string, input: unknown, changes: Record<string, unknown>) => {
      const body = envelope({ endpoint: '' }, infno, input, changes);
      const headers = csbHeaders('ak-demo-hn-001', 'sk-demo-hn-001', infno, String(now));
      const verdict = platform
        .open({
          method: 'POST',
          url: new URL('http://simulator/hsa/csb'),
          headers,
          body: Buffer.from(JSON.stringify(body)),
        })
        .check();
      return JSON.parse('refused' in verdict ? verdict.refused.body : verdict.apply().body) as NhsaReply;
    };
    const reply = ask('9001', { signIn: { opter_no: '001', mac: 'm', ip: '1' } }, {});
    const { sign_no } = reply.output.signinoutb as { sign_no: string };
    const input = { data: { fixmedins_code: 'P43010000001', fixmedins_bchno: 'B' } };
    expect(ask('3513', input, { sign_no }).infcode).toBe(0);
    now += 2 * 60_000;
    expect(ask('3513', input, { sign_no }).err_msg).toContain('请先签到');
  });
});
