// Exits 0 while the process answers, 1 when it does not. It asks for life, not for readiness: whoever acts on a container's
// health restarts it, and a restart heals no database. Who may be sent requests is the proxy's question, to /health/ready.
const TIMEOUT_MS = 3000;

try {
  const { ok } = await fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/live`, {
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  process.exit(ok ? 0 : 1);
} catch (error) {
  console.error(error.cause?.message ?? error.message);
  process.exit(1);
}
