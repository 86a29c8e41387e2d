-- The leases of one key: a sorted set of their numbers by when they end, in ms since 1970.
-- KEYS: that set. ARGV: what to do ('take', 'renew', 'end' or 'look'), the lease's number, the most
-- leases at once, for how many ms it is held, and the most that any lease is; then how many leases the
-- node has given that Redis may lack, for each its number and for how many ms it is still held; then the
-- numbers of leases that have ended.
-- Answers: now in microseconds, 1 if the lease holds its place (of 'end': if it did), and how many do.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local key, number, longest = KEYS[1], ARGV[2], tonumber(ARGV[5])

-- Somebody wrote over our key: nothing in it can be counted on.
if type(redis.pcall('ZCARD', key)) == 'table' then
  redis.call('DEL', key)
end

local function hold(lease, ms, how)
  redis.call('ZADD', key, how, string.format('%.0f', now + ms), lease)
end

redis.call('ZREMRANGEBYSCORE', key, '-inf', now)
-- Redis's clock was set back: none may last longer than any lease does.
for _, lease in ipairs(redis.call('ZRANGEBYSCORE', key, '(' .. string.format('%.0f', now + longest), '+inf')) do
  hold(lease, longest, 'XX')
end
local owed = tonumber(ARGV[6])
for i = 7, 6 + 2 * owed, 2 do
  -- Another node may have prolonged it since.
  hold(ARGV[i], tonumber(ARGV[i + 1]), 'GT')
end
for i = 7 + 2 * owed, #ARGV do
  redis.call('ZREM', key, ARGV[i])
end

local held = redis.call('ZSCORE', key, number) and true or false
if ARGV[1] == 'end' then
  redis.call('ZREM', key, number)
elseif ARGV[1] ~= 'look' and (held or (ARGV[1] == 'take' and redis.call('ZCARD', key) < tonumber(ARGV[3]))) then
  hold(number, tonumber(ARGV[4]), 'CH')
  held = true
end
local last = redis.call('ZRANGE', key, -1, -1, 'WITHSCORES')
if last[2] then
  redis.call('PEXPIREAT', key, string.format('%.0f', last[2] + 1))
end
return {time[1] * 1000000 + time[2], held and 1 or 0, redis.call('ZCARD', key)}
