-- What the web shop's tracker wrote, for a database that does not read CSV files where they are.
-- psql -f web-tables.sql, in this folder.
create schema if not exists web;

drop table if exists web.sessions, web.page_views cascade;

create table web.sessions (
    session_id text,
    customer_id text,
    started_at text,
    ended_at text,
    utm_source text,
    device text
);

create table web.page_views (
    view_id text,
    session_id text,
    viewed_at text,
    path text
);

\copy web.sessions from 'data/web/sessions.csv' csv header
\copy web.page_views from 'data/web/page_views.csv' csv header
