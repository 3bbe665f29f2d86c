/** Kinds of diagnoses behind which a message of dbt or its database may stand; fixers read the message itself. */
export const dbtKinds: readonly string[] = ['dbt-*', 'sql-*', 'unknown', 'exit-*'];
