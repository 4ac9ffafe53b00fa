import { chinaStamp, type Reply } from '../../sim-kit/index.ts';
import type { Values } from './field.ts';
import type { NhsaSettings } from './settings.ts';

const contentType = 'application/json;charset=UTF-8';

/** Response envelope (交易输出报文): 医疗保障信息平台定点医药机构接口规范 V1.1.83; 湖南 V1.1.27 has its first six fields. */
export class ReplyWriter {
  readonly #settings: NhsaSettings;
  readonly #now: () => number;
  #serial = 0;

  constructor(settings: NhsaSettings, now: () => number) {
    this.#settings = settings;
    this.#now = now;
  }

  ok(region: string, output: Values): Reply {
    return this.#envelope(region, 0, '', output);
  }

  failed(region: string, message: string): Reply {
    return this.#envelope(region, -1, message, null);
  }

  /** The service bus refuses before the platform sees anything: no `infcode`. */
  gateway(message: string): Reply {
    return { status: this.#settings.gatewayStatus, contentType, body: JSON.stringify({ code: 401, message }) };
  }

  /** `infcode` as a text where it is a number, and the other way round. */
  retyped(reply: Reply): Reply {
    const body = reply.body.replace(
      /"(infcode|RET_CODE)":("?)(-?\d+)\2/,
      (_all, name: string, quote: string, value: string) =>
        quote === '' ? `"${name}":"${value}"` : `"${name}":${value}`,
    );
    return { ...reply, body };
  }

  #envelope(region: string, infcode: number, message: string, output: Values | null): Reply {
    const stamp = chinaStamp(this.#now());
    this.#serial += 1;
    const body = {
      infcode: this.#settings.infcode === 'text' ? String(infcode) : infcode,
      // 医保区划(6) + yyyyMMddHHmmss + 流水号(10).
      inf_refmsgid: `${region}${stamp.slice(0, 14)}${String(this.#serial).padStart(10, '0')}`,
      refmsg_time: stamp,
      respond_time: stamp,
      err_msg: message,
      ...(this.#settings.dialect === 'national' ? { signtype: '', cainfo: '', app_id: '', enc_type: '' } : {}),
      output,
    };
    return { status: 200, contentType, body: JSON.stringify(body) };
  }
}
