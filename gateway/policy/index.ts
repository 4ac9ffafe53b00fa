export { fromMillionths, toMillionths } from './quantity.ts';
export { type StockInput, saysTheSame, toStock } from './register-stock.ts';
export { stockClaims } from './stock-claims.ts';
export { stockCsv } from './stock-csv.ts';
