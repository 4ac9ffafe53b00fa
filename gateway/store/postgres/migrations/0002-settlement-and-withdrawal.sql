-- Sales that are settled after they were accepted, records taken back, and lines too long for one upload.

-- 'awaiting', 'settled' or 'abandoned'; null: the event never waited. The payload stays what was sent.
alter table event add column settling text;
-- JSON: who ended the wait, when, and the settlement reported or the reason.
alter table event add column settled text;
create index event_settling on event (tenant, settling, id) where settling is not null;

-- Column hold may also be 'settlement': the delivery waits for its event to be settled.
-- JSON: per line cut in pieces, which of its codes this part carries; null: all codes of its lines.
alter table delivery add column slices text;
-- JSON of a delivery that takes another one back: which, why, by whom.
alter table delivery add column withdrawal text;
-- The delivery that takes this one back: there is never a second.
alter table delivery add column withdrawn_by uuid;
