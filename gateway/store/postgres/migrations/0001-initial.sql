-- The store of many nodes. institution is the distribution column and day (yyyymmdd, UTC, of the row's UUIDv7) the partition key:
-- both stand in every primary key of a table that grows, nothing refers to a sequence, and an id alone gives its day.
-- event_identity and code are never dropped with a day.

create table event (
  day integer not null,
  id uuid not null,
  institution text not null,
  tenant text not null,
  kind text not null,
  document_no text not null,
  fingerprint text not null,
  occurred_at bigint not null,
  accepted_at bigint not null,
  notes text not null,
  payload text not null,
  primary key (day, id, institution)
);
create index event_by_tenant on event (tenant, id);

create table event_identity (
  tenant text not null,
  document_no text not null,
  institution text not null,
  kind text not null,
  day integer not null,
  event_id uuid not null,
  fingerprint text not null,
  primary key (tenant, document_no, institution, kind)
);

create table code (
  value text not null,
  day integer not null,
  event_id uuid not null,
  line integer not null,
  raw smallint not null,
  kind text not null,
  institution text not null,
  primary key (value, day, event_id, line, raw, institution)
);

create table delivery (
  day integer not null,
  id uuid not null,
  institution text not null,
  event_day integer not null,
  event_id uuid not null,
  tenant text not null,
  kind text not null,
  document_no text not null,
  link text not null,
  operation text not null,
  is_primary smallint not null,
  part_index integer not null,
  part_count integer not null,
  lines text not null,
  after_kind text,
  after_document text,
  state text not null,
  reason text,
  next_at bigint,
  -- When the delivery may be claimed: next_at, or the end of its lease, or the next look at what it waits for; null when it may not.
  due_at bigint,
  lease_owner text,
  -- Why it rests: 'hold' (a row of table hold) or 'settings' (the directory lacks what the link needs); null when it does not.
  hold text,
  attempts integer not null default 0,
  enquiries integer not null default 0,
  ids text,
  receipt text,
  duplicate smallint not null default 0,
  partial smallint not null default 0,
  items text,
  codes text,
  fault text,
  step text,
  -- The try under way: written before the request leaves, cleared when its outcome is recorded.
  sending text,
  first_sent_at bigint,
  unknown_since bigint,
  created_at bigint not null,
  updated_at bigint not null,
  primary key (day, id, institution)
) with (
  -- A queue table rots by its dead rows: they are cleared early and at full speed.
  fillfactor = 80,
  autovacuum_vacuum_scale_factor = 0.01,
  autovacuum_vacuum_cost_delay = 0,
  autovacuum_analyze_scale_factor = 0.02
);
create index delivery_by_event on delivery (event_id);
create index delivery_by_tenant on delivery (tenant, id);
create index delivery_by_state on delivery (state, link, id);
create index delivery_due on delivery (link, due_at, institution) where due_at is not null;
create index delivery_leased on delivery (lease_owner) where lease_owner is not null;
create index delivery_resting on delivery (link, institution) where hold is not null;
create index delivery_waiting on delivery (tenant, after_document, link) where after_document is not null;

create table attempt (
  day integer not null,
  delivery_id uuid not null,
  no integer not null,
  institution text not null,
  body text not null,
  primary key (day, delivery_id, no, institution)
);

-- institution '' is the whole link. ending 1: the hold is over, its deliveries are being queued again.
create table hold (
  link text not null,
  institution text not null,
  reason text not null,
  since bigint not null,
  actor text not null,
  ending smallint not null default 0,
  primary key (link, institution)
);

create table directory (
  tenant text not null,
  institution text not null,
  name text not null,
  region text not null,
  role text not null,
  links text not null,
  updated_at bigint not null,
  primary key (tenant, institution)
);

create table api_key (
  hash text primary key,
  tenant text not null,
  role text not null,
  label text not null,
  created_at bigint not null
);

create table idempotency (
  tenant text not null,
  key text not null,
  day integer not null,
  fingerprint text not null,
  claimed_at bigint not null,
  status integer,
  body text,
  primary key (tenant, key)
);

create table pulse (
  id integer primary key,
  beats bigint not null
);
