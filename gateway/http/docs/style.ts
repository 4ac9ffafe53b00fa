/** The only style of /docs; its hash stands in the Content-Security-Policy. */
export const style = `
:root{color-scheme:light dark;--line:#8884;--soft:#8881}
body{font:16px/1.55 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}
h1,h2,h3{line-height:1.25}h2{margin-top:3rem;border-bottom:1px solid var(--line)}h3{margin-top:2rem}
code,pre{font:14px/1.45 ui-monospace,Menlo,Consolas,monospace}pre{background:var(--soft);padding:1rem;overflow:auto}
table{border-collapse:collapse;width:100%;font-size:.93rem}td,th{border-bottom:1px solid var(--line);padding:.35rem .5rem;text-align:left;vertical-align:top}
nav ul{columns:2}.method{text-transform:uppercase;font-weight:700}.role{border:1px solid var(--line);border-radius:.3rem;padding:0 .4rem;font-size:.8rem}
@media(max-width:40rem){nav ul{columns:1}table{display:block;overflow-x:auto}h3,p,li{overflow-wrap:anywhere}}
`;
