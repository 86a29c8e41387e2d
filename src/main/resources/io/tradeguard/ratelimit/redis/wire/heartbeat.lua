-- KEYS: the living nodes by when they were last seen, in ms. ARGV: this node, how long a node counts
-- as alive in ms, and 1 to stay or 0 to leave.
-- Answers: now in microseconds, then the living nodes, this one among them unless it leaves.
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local ms = math.floor(now / 1000)
if ARGV[3] == '1' then
  redis.call('ZADD', KEYS[1], ms, ARGV[1])
else
  redis.call('ZREM', KEYS[1], ARGV[1])
end
-- Neither one that was seen too long ago, nor one seen in a future that was before the clock was set
-- back.
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', ms - tonumber(ARGV[2]))
redis.call('ZREMRANGEBYSCORE', KEYS[1], ms + tonumber(ARGV[2]), '+inf')
redis.call('PEXPIRE', KEYS[1], ARGV[2])
local answer = redis.call('ZRANGE', KEYS[1], 0, -1)
table.insert(answer, 1, now)
return answer
