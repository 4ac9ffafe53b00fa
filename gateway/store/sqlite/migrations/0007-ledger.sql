-- The ledger: what happened to each pack, hub-wide. The code rows are its movements: they already stand together by code, and stay when
-- an event's day is dropped, so what the rules ask of an event is copied to them.

-- Null in all of these: the row is no movement (text as scanned, or a code that all packs of a batch carry).
alter table code add column tenant text;
-- Kind of the event.
alter table code add column movement text;
alter table code add column region text;
alter table code add column occurred_at integer;
-- JSON: reason, split, quantity, expiry … where there are any.
alter table code add column facts text;
-- 1: the event was taken back or its sale abandoned: it counts no longer.
alter table code add column undone integer not null default 0;

update code set tenant = e.tenant, movement = e.kind, occurred_at = e.occurred_at, undone = e.settling is 'abandoned',
  region = coalesce(json_extract(e.payload, '$.institution.region'), ''),
  facts = case when json_extract(e.payload, '$.lines[' || code.line || '].split') then '{"split":true}' end
from event e
where e.seq = code.event_seq and code.raw = 0 and (code.kind <> 'gs1' or code.value like '%(21)%');

-- Events whose packs are to be assessed. codes: JSON list, null of events taken back.
create table ledger_work (
  seq integer primary key,
  event_id text not null,
  tenant text not null,
  cause text not null,
  codes text
) strict;
insert into ledger_work (event_id, tenant, cause)
  select id, tenant, 'undone' from event e where exists (
    select 1 from delivery d where d.event_seq = e.seq and d.withdrawal is not null and d.state = 'delivered');

-- The node that assesses: one at a time.
create table ledger_lead (
  id integer primary key,
  owner text not null,
  lead_until integer not null
) strict;

create table finding (
  id text primary key,
  class text not null,
  code text not null,
  severity text not null,
  evidence text not null,
  found_at integer not null,
  updated_at integer not null,
  cleared_at integer
) strict, without rowid;
create unique index finding_of_code on finding (code, class);

-- Whose events are in the evidence.
create table finding_party (
  tenant text not null,
  finding_id text not null,
  primary key (tenant, finding_id)
) strict, without rowid;
