import type { Adapter } from '../contract/index.ts';
import { faults } from './faults.ts';
import { kinds } from './kinds.ts';
import { scrub } from './privacy.ts';
import { probe } from './probe.ts';
import { receipt } from './receipt.ts';
import { credentialsSchema, identitySchema, settingsSchema } from './settings.ts';
import { compare, submitOperation } from './submit.ts';

const operations = [...kinds.map(submitOperation), compare, receipt, probe];

/** A manufacturer (MAH) that takes files: zipped XML bills and relations dropped by SFTP, receipts picked up from another folder. */
export const mahFileAdapter: Adapter = {
  id: 'mah-file',
  title: { zh: '上市许可持有人追溯系统(SFTP 文件)', en: "Manufacturer's trace system (files over SFTP)" },
  protocol: 'file',
  settingsSchema,
  identitySchema,
  credentialsSchema,
  operations: Object.fromEntries(operations.map((operation) => [operation.id, operation])),
  faults,
  probe: probe.id,
  manifest: {
    interfaceVersion: 'by profile: bill and relation XML as 码上放心 takes them as files',
    sources: [
      'TOP API 38833 (sample of a bill file), 41031 uploadcircubill, 41213 uploadrelation',
      '中国药品电子监管网 报文模式 (file names)',
      'draft-ietf-secsh-filexfer-02 (SFTP version 3)',
      'PKWARE APPNOTE 6.3.10',
    ],
    undo: {
      zh: '文件交付后不能撤回;以反向单据冲正',
      en: 'A file handed over cannot be taken back; correct by a bill of the opposite direction',
    },
    open: [
      'folders, file names, element names, events and receipts: constants and tables of the profile; no manufacturer has published its own',
      'resend: unsafe, because whether a file dropped twice is recognised is not published; a profile sets `keyed` once it is',
      'doneMeans: whether a file among the done ones without a receipt is accepted; pending is assumed',
      'absentMeans: whether a file that stands nowhere was never received; without a folder of done files nobody can tell',
      'pollAfterMs: how often files are imported is not published',
    ],
  },
  scrub,
};
