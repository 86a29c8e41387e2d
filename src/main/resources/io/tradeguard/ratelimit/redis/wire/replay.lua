-- Adds what a node counted while Redis was away to a single fixed window, once.
-- KEYS: the counter, and the list of what was replayed (same slot). ARGV: node, number of batches, then
-- for each its number, the count the node last knew, what it counted since, the window's end in ms since
-- 1970, and its period in ms.
-- The base is the higher of what Redis kept and what the node knew. A negative base is a refund: what
-- follows it is taken back, from a window that had begun by the time that stands for the window's end.
-- Batches of a node come in
-- ascending order, all that may not have arrived in one run, so that one that was seen before is a
-- repetition and changes nothing.
-- Answers: now in microseconds, the count, the window's end in ms (-2: none).
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local node = ARGV[1]
local value = redis.pcall('GET', KEYS[1])
if type(value) == 'table' or (type(value) == 'string' and not tonumber(value)) then
  redis.call('DEL', KEYS[1])
  value = false
end
local count = tonumber(value or '0')
local ends = redis.call('PEXPIRETIME', KEYS[1])
local seen = redis.pcall('HGET', KEYS[2], node)
if type(seen) == 'table' then
  redis.call('DEL', KEYS[2])
  seen = false
end
seen = tonumber(seen or '0')
for i = 3, #ARGV, 5 do
  local batch, known = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
  local delta, window = tonumber(ARGV[i + 2]), math.min(tonumber(ARGV[i + 3]), math.floor(now / 1000) + ARGV[i + 4])
  if known < 0 then
    -- A window that is longer than its period, since that was shortened, has begun for certain.
    local began = math.min(ends - ARGV[i + 4], math.floor(now / 1000))
    if seen < batch and ends >= 0 and tonumber(ARGV[i + 3]) >= began then
      count = math.max(0, count - delta)
      redis.call('SET', KEYS[1], string.format('%.0f', count), 'KEEPTTL')
      redis.call('HSET', KEYS[2], node, ARGV[i])
      redis.call('PEXPIREAT', KEYS[2], string.format('%.0f', ends))
    end
  elseif window > now / 1000 and seen < batch then
    count = math.max(0, math.max(count, known) + delta)
    if ends < 0 then
      ends = window
    end
    redis.call('SET', KEYS[1], string.format('%.0f', count), 'PXAT', string.format('%.0f', ends))
    redis.call('HSET', KEYS[2], node, ARGV[i])
    redis.call('PEXPIREAT', KEYS[2], string.format('%.0f', math.max(ends, window)))
  end
end
return {now, count, ends}
