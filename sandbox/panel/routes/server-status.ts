import { unixMidnightUtc } from '../calendar.ts';
import { adminScope, today, type World } from '../world.ts';

/** A quiet little server; `usage` is a string where MariaDB summed it and a number where nobody counted. */
export function serverStatus(world: World, adminId: number) {
  const scope = adminScope(world, adminId);
  const users = world.users.filter((user) => scope.has(user.addedBy) && !user.deleted);
  const online = users.filter((user) => user.lastOnline >= today(world)).length;
  const ever = users.filter((user) => !user.lastOnline.startsWith('0001')).length;
  const sum = (days: number) => String(usageSince(world, days));
  return {
    stats: {
      system: systemStats,
      top5: { cpu: [['xray', 1.5]], memory: [['mariadbd', 0.21]], ram: [['mariadbd', 0.21]] },
    },
    usage_history: {
      h24: { online, usage: 0 },
      last_30_days: { online: ever, usage: sum(30) },
      m5: { online: 0, usage: 0 },
      today: { online, usage: sum(0) },
      total: { online: ever, usage: sum(36_500), users: users.length },
      yesterday: { online: '0', usage: String(Number(sum(1)) - Number(sum(0))) },
    },
  };
}

const systemStats = {
  bytes_recv: 4096,
  bytes_recv_cumulative: 734003200,
  bytes_sent: 8192,
  bytes_sent_cumulative: 912261120,
  cpu_percent: 3.4,
  disk_total: 39.3,
  disk_used: 11.2,
  hiddify_used: 1.3,
  load_avg_15min: 0.08,
  load_avg_1min: 0.14,
  load_avg_5min: 0.11,
  net_sent_cumulative_GB: 0.85,
  net_total_cumulative_GB: 1.53,
  num_cpus: 2,
  ram_total: 3.8,
  ram_used: 1.6,
  total_connections: 12,
  total_unique_ips: 5,
};

function usageSince(world: World, days: number): number {
  const first = unixMidnightUtc(today(world), -days);
  let sum = 0;
  for (const [date, bytes] of world.dailyUsage) {
    if (unixMidnightUtc(date, 0) >= first) sum += bytes;
  }
  return sum;
}
