import { describe, expect, test } from '@jest/globals';
import { start } from '../../adapters/nhsa/simulator/index.ts';
import { call, hunanSale, type NhsaCaller, type NhsaReply, signIn } from './nhsa-client.ts';

describe('the national dialect', () => {
  const row = (changes: Record<string, unknown> = {}) => {
    const { MDTRT_SETL_TYPE, ...common } = hunanSale();
    return { ...common, mdtrt_setl_type: '2', ...changes };
  };

  async function upload(rows: unknown[]): Promise<{ reply: NhsaReply; keys: string[] }> {
    const other = await start({ port: 0, controlPort: 0, settings: { dialect: 'national' } });
    const at: NhsaCaller = { endpoint: other.endpoint };
    const reply = await call(at, '3505A', { selinfoDetail: rows }, { sign_no: await signIn(at), app_id: '' });
    await other.close();
    return { reply, keys: other.ledger().map((entry) => entry.key) };
  }

  test('answers for the whole batch in `result`, with codes of up to 100 characters or none', async () => {
    const rows = [
      row({ drugtracinfo: [{ drug_trac_codg: '8'.repeat(100) }] }),
      row({ fixmedins_bchno: 'B2', drugtracinfo: [], med_list_codg: '' }),
    ];
    const { reply, keys } = await upload(rows);
    expect(reply.output).toEqual({ result: { retRslt: '1', msgRslt: '上传成功' } });
    expect(reply).toMatchObject({ signtype: '', cainfo: '' });
    expect(keys).toHaveLength(2);
  });

  test('books nothing of a batch with one bad row', async () => {
    const { reply, keys } = await upload([row(), row({ fixmedins_bchno: 'B2', MDTRT_SETL_TYPE: '2' })]);
    expect(reply.infcode).toBe(0);
    expect(reply.output).toEqual({ result: { retRslt: '0', msgRslt: '第2行:未定义的参数[MDTRT_SETL_TYPE]' } });
    expect(keys).toHaveLength(0);
  });
});
