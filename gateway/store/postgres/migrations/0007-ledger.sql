-- The ledger: what happened to each pack, hub-wide. The code rows are its movements: they already stand together by code, and stay when
-- an event's day is dropped, so what the rules ask of an event is copied to them.

-- Null in all of these: the row is no movement (text as scanned, or a code that all packs of a batch carry).
alter table code add column tenant text;
-- Kind of the event.
alter table code add column movement text;
alter table code add column region text;
alter table code add column occurred_at bigint;
-- JSON: reason, split, quantity, expiry … where there are any.
alter table code add column facts text;
-- 1: the event was taken back or its sale abandoned: it counts no longer.
alter table code add column undone smallint not null default 0;

update code c set tenant = e.tenant, movement = e.kind, occurred_at = e.occurred_at,
  undone = case when e.settling = 'abandoned' then 1 else 0 end,
  region = coalesce(e.payload::json -> 'institution' ->> 'region', ''),
  facts = case when (e.payload::json -> 'lines' -> c.line ->> 'split') = 'true' then '{"split":true}' end
from event e
where e.day = c.day and e.id = c.event_id and e.institution = c.institution and c.raw = 0
  and (c.kind <> 'gs1' or c.value like '%(21)%');

-- Events whose packs are to be assessed. codes: JSON list, null of events taken back.
create table ledger_work (
  seq bigint generated always as identity primary key,
  event_id uuid not null,
  tenant text not null,
  cause text not null,
  codes text
) with (
  -- A queue table rots by its dead rows: they are cleared early and at full speed.
  autovacuum_vacuum_scale_factor = 0.01,
  autovacuum_vacuum_cost_delay = 0
);
insert into ledger_work (event_id, tenant, cause)
  select e.id, e.tenant, 'undone' from event e where exists (
    select 1 from delivery d where d.event_id = e.id and d.withdrawal is not null and d.state = 'delivered');

-- The node that assesses: one at a time.
create table ledger_lead (
  id integer primary key,
  owner text not null,
  lead_until bigint not null
);

create table finding (
  id uuid primary key,
  class text not null,
  code text not null,
  severity text not null,
  evidence text not null,
  found_at bigint not null,
  updated_at bigint not null,
  cleared_at bigint
);
create unique index finding_of_code on finding (code, class);

-- Whose events are in the evidence.
create table finding_party (
  tenant text not null,
  finding_id uuid not null,
  primary key (tenant, finding_id)
);
