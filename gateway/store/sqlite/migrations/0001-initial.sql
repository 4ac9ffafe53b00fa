-- The embedded store. Children refer to their event by its integer seq; look-up tables are clustered by their key (WITHOUT ROWID).
-- Every table about an institution's documents carries institution and day (yyyymmdd, UTC, of the UUIDv7): the same shape as
-- the PostgreSQL store, where they are distribution column and partition key.

create table event (
  seq integer primary key,
  id text not null,
  day integer not null,
  tenant text not null,
  institution text not null,
  kind text not null,
  document_no text not null,
  fingerprint text not null,
  occurred_at integer not null,
  accepted_at integer not null,
  notes text not null,
  payload text not null
) strict;
create unique index event_by_tenant on event (tenant, id);

-- Unique for ever; stays when the event's day is dropped.
create table event_identity (
  tenant text not null,
  document_no text not null,
  institution text not null,
  kind text not null,
  day integer not null,
  event_seq integer not null,
  event_id text not null,
  fingerprint text not null,
  primary key (tenant, document_no, institution, kind)
) strict, without rowid;

create table code (
  value text not null,
  event_seq integer not null,
  line integer not null,
  raw integer not null,
  kind text not null,
  institution text not null,
  day integer not null,
  primary key (value, event_seq, line, raw)
) strict, without rowid;

create table delivery (
  seq integer primary key,
  id text not null unique,
  day integer not null,
  event_seq integer not null,
  event_id text not null,
  tenant text not null,
  institution text not null,
  kind text not null,
  document_no text not null,
  link text not null,
  operation text not null,
  is_primary integer not null,
  part_index integer not null,
  part_count integer not null,
  lines text not null,
  after_kind text,
  after_document text,
  state text not null,
  reason text,
  next_at integer,
  -- When the delivery may be claimed: next_at, or the end of its lease, or the next look at what it waits for; null when it may not.
  due_at integer,
  lease_owner text,
  -- Why it rests: 'hold' (a row of table hold) or 'settings' (the directory lacks what the link needs); null when it does not.
  hold text,
  attempts integer not null default 0,
  enquiries integer not null default 0,
  ids text,
  receipt text,
  duplicate integer not null default 0,
  partial integer not null default 0,
  items text,
  codes text,
  fault text,
  step text,
  -- The try under way: written before the request leaves, cleared when its outcome is recorded.
  sending text,
  first_sent_at integer,
  unknown_since integer,
  created_at integer not null,
  updated_at integer not null
) strict;
create index delivery_by_event on delivery (event_seq);
create index delivery_by_tenant on delivery (tenant, id);
create index delivery_by_state on delivery (state, link, id);
create index delivery_due on delivery (link, due_at, institution) where due_at is not null;
create index delivery_leased on delivery (lease_owner) where lease_owner is not null;
create index delivery_resting on delivery (link, institution) where hold is not null;
create index delivery_waiting on delivery (tenant, after_document, link) where after_document is not null;

create table attempt (
  delivery_seq integer not null,
  no integer not null,
  institution text not null,
  day integer not null,
  body text not null,
  primary key (delivery_seq, no)
) strict, without rowid;

-- institution '' is the whole link. ending 1: the hold is over, its deliveries are being queued again.
create table hold (
  link text not null,
  institution text not null,
  reason text not null,
  since integer not null,
  actor text not null,
  ending integer not null default 0,
  primary key (link, institution)
) strict, without rowid;

create table directory (
  tenant text not null,
  institution text not null,
  name text not null,
  region text not null,
  role text not null,
  links text not null,
  updated_at integer not null,
  primary key (tenant, institution)
) strict, without rowid;

create table api_key (
  hash text primary key,
  tenant text not null,
  role text not null,
  label text not null,
  created_at integer not null
) strict, without rowid;

create table idempotency (
  tenant text not null,
  key text not null,
  day integer not null,
  fingerprint text not null,
  claimed_at integer not null,
  status integer,
  body text,
  primary key (tenant, key)
) strict, without rowid;

create table pulse (
  id integer primary key,
  beats integer not null
) strict;
