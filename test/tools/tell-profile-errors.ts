/** A mistake in a profile is told in its one sentence: where our own code was when it found it helps nobody. Import it first. */
process.on('uncaughtException', (error: unknown) => {
  const isOfProfile = error instanceof Error && error.name === 'ProfileError';
  process.stderr.write(
    `${isOfProfile || !(error instanceof Error) ? String(error) : (error.stack ?? error.message)}\n`,
  );
  process.exit(1);
});
