/** What happens to an upload of unknown fate. */
export const ENQUIRED = {
  hintZh: '系统先查询单据状态再决定是否重发;仍未知时在码上放心后台按单据号核对',
  hintEn: 'Resolved by a status enquiry; when it stays unknown, look the bill up in the 码上放心 console',
};
