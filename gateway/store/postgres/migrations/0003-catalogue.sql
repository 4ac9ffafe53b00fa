-- The catalogue (三码合一): what each source says of a product, and in which pack a pack stands. Nothing is overwritten: what a
-- source corrects is superseded and stays. Reference data of the whole hub: no institution, no day.

create table product (
  id uuid primary key,
  -- 'prefix …', 'gtin …' or 'nhsaCode …': what the row speaks of.
  key text not null,
  origin text not null,
  import_id uuid not null,
  recorded_at bigint not null,
  superseded_at bigint,
  disputed smallint not null default 0,
  prefix text,
  gtin14 text,
  nhsa_code text,
  standard_code text,
  approval_no text,
  name text,
  body text not null
);
create index product_by_key on product (key);
create index product_by_prefix on product (prefix) where superseded_at is null and prefix is not null;
create index product_by_gtin on product (gtin14) where superseded_at is null and gtin14 is not null;
create index product_by_nhsa_code on product (nhsa_code) where superseded_at is null and nhsa_code is not null;
create index product_by_standard_code on product (standard_code) where superseded_at is null and standard_code is not null;
create index product_by_approval_no on product (approval_no) where superseded_at is null and approval_no is not null;
create index product_by_name on product (name collate "C") where superseded_at is null and name is not null;
create index product_disputed on product (id) where superseded_at is null and disputed = 1;

create table pack_relation (
  code text not null,
  -- Who reported it; '' for imports, which speak for the whole hub.
  tenant text not null,
  origin text not null,
  recorded_at bigint not null,
  ended_at bigint,
  parent text,
  level integer,
  pack_ratio text,
  lot text,
  box_status integer,
  disputed smallint not null default 0,
  import_id uuid not null,
  primary key (code, tenant, origin, recorded_at)
);
create index pack_relation_by_parent on pack_relation (parent) where parent is not null and ended_at is null;
create index pack_relation_disputed on pack_relation (code) where disputed = 1 and ended_at is null;

create table catalogue_import (
  id uuid primary key,
  origin text not null,
  started_at bigint not null,
  body text not null
);

create table catalogue_revision (
  id integer primary key,
  revision bigint not null
);
insert into catalogue_revision (id, revision) values (1, 0);
