-- 无码库: stock bought without trace codes. Quantities are millionths. Nothing is deleted: what remains is
-- quantity + adjusted - taken, and every change of it is a movement.

create table uncoded_stock (
  id text not null unique,
  day integer not null,
  tenant text not null,
  institution text not null,
  local_code text not null,
  lot text not null,
  purchase_document text not null,
  nhsa_code text,
  product text not null,
  quantity integer not null,
  unit text,
  expires_on text,
  purchased_on text,
  registered_at integer not null,
  registered_by text not null,
  adjusted integer not null default 0,
  taken integer not null default 0,
  primary key (tenant, institution, local_code, lot, purchase_document)
) strict, without rowid;
create index uncoded_stock_by_tenant on uncoded_stock (tenant, id);
create index uncoded_stock_by_institution on uncoded_stock (institution, id);

-- source: what moved it, once: 'event <id> <line>', 'void <id> <line>', 'adjust <number>'.
create table uncoded_movement (
  stock_id text not null,
  source text not null,
  institution text not null,
  day integer not null,
  at integer not null,
  kind text not null,
  change integer not null,
  document_no text not null,
  event_id text,
  line integer,
  reason text,
  actor text,
  primary key (stock_id, source)
) strict, without rowid;
create index uncoded_movement_by_time on uncoded_movement (stock_id, at, source);
create index uncoded_movement_by_event on uncoded_movement (event_id) where event_id is not null;

-- One-off codes that the region's platform gave for packs of the stock, by the till's name of the pack.
create table uncoded_code (
  stock_id text not null,
  reference text not null,
  institution text not null,
  code text not null,
  link text not null,
  at integer not null,
  actor text not null,
  primary key (stock_id, reference)
) strict, without rowid;
