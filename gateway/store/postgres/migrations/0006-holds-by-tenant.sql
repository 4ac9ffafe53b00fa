-- A hold of an institution is a tenant's: two tenants may each have an institution of the same code. Holds from before go on for
-- every tenant that has such an institution. tenant '' and institution '' are the whole link.
alter table hold rename to hold_of_code;
create table hold (
  link text not null,
  tenant text not null,
  institution text not null,
  reason text not null,
  since bigint not null,
  actor text not null,
  ending smallint not null default 0,
  primary key (link, tenant, institution)
);
insert into hold (link, tenant, institution, reason, since, actor, ending)
  select link, '', '', reason, since, actor, ending from hold_of_code where institution = ''
  union
  select h.link, w.tenant, h.institution, h.reason, h.since, h.actor, h.ending
  from hold_of_code h join (
    select tenant, institution from directory union select tenant, institution from delivery where hold is not null
  ) w on w.institution = h.institution;
drop table hold_of_code;
