import { fastify } from 'fastify';
import pg from 'pg';

/** The least a service can do before it is ready: one connection to the database, one listening socket. */
const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'] });
await pool.query('select 1');
const server = fastify();
process.once('SIGTERM', () => process.exit());
process.stdout.write(`listening ${await server.listen({ host: '127.0.0.1', port: 0 })}\n`);
