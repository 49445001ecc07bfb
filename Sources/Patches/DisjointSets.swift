/// Numbers that are joined into sets, each set known by one of its numbers (union-find).
struct DisjointSets {
    /// The number that each number was joined to; itself where it stands for its set.
    private var parents: [Int32] = []

    /// How many numbers there are: 0 ..< count.
    var count: Int { parents.count }

    /// Adds a number, a set of its own.
    mutating func add() -> Int32 {
        let number = Int32(truncatingIfNeeded: parents.count)
        parents.append(number)
        return number
    }

    /// Forgets all numbers.
    mutating func removeAll() { parents.removeAll(keepingCapacity: true) }

    /// The number that stands for the set of a number. Halves the way there for the next time.
    @inline(__always)
    mutating func root(of number: Int32) -> Int32 {
        var number = number
        while true {
            let parent = parents[Int(number)]
            guard parent != number else { return number }
            let next = parents[Int(parent)]
            parents[Int(number)] = next
            number = next
        }
    }

    /// Makes two sets one; both numbers stand for their sets, and the second goes on doing so.
    mutating func join(_ number: Int32, into root: Int32) { parents[Int(number)] = root }

    /// Makes a number that no other was joined to, or whose followers are no longer used, a set of its own.
    mutating func separate(_ number: Int32) { parents[Int(number)] = number }
}
