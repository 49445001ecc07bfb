/// What happens at one place of the sample district.
package enum EventKind: String, Sendable, CaseIterable {
    /// A project of the major-project list is built.
    case majorProject = "major-project"
    /// Trees are felled in the protected forest.
    case forestClearing = "forest-clearing"
    /// Permanent basic farmland is built on.
    case farmlandBuilding = "farmland-building"
    /// Earth is moved, then the ground hardened, without approval, on orchards and grassland.
    case earthMoving = "earth-moving"
    /// A building without approval, on land that is registered for construction: villages and old brickyards.
    case illegalBuilding = "illegal-building"
    /// A building on land that was approved and supplied.
    case approvedBuilding = "approved-building"
    /// A building on land that was approved and never supplied.
    case unsuppliedBuilding = "unsupplied-building"
    /// A building on land that was approved and supplied; the work stops at the foundation.
    case haltedBuilding = "halted-building"
    /// A building is pulled down.
    case demolition
    /// A field is cut a fortnight before its neighbours.
    case harvest
    /// The river leaves its bed for one month.
    case flood
    /// A field carries another crop than the year before.
    case cropRotation = "crop-rotation"

    /// The theme that has to find it; nil where nothing must be flagged.
    package var theme: String? {
        switch self {
        case .majorProject: "major-project-change"
        case .forestClearing: "protected-forest-change"
        case .farmlandBuilding: "farmland-change"
        case .earthMoving: "suspected-illegal-occupation"
        case .illegalBuilding: "suspected-illegal-construction"
        case .unsuppliedBuilding: "approved-unsupplied"
        case .approvedBuilding, .haltedBuilding, .demolition, .harvest, .flood, .cropRotation: nil
        }
    }

    /// Whether the land was approved for construction.
    var isApproved: Bool {
        switch self {
        case .majorProject, .approvedBuilding, .unsuppliedBuilding, .haltedBuilding, .demolition: true
        default: false
        }
    }

    /// Whether the land was supplied by contract.
    var isSupplied: Bool { isApproved && self != .unsuppliedBuilding }

    /// Whether it changes how the land is used, and not only how it looks this season.
    var changesLandUse: Bool {
        switch self {
        case .harvest, .flood, .cropRotation: false
        default: true
        }
    }
}

/// How far an event has come in one month.
package enum EventStage: String, Sendable, CaseIterable {
    /// Not begun: the ground is as it was.
    case untouched
    /// Trees felled, litter and soil left.
    case cleared
    /// Soil stripped and moved.
    case earthwork
    /// Gravel rolled over the moved earth.
    case hardened
    /// Pits, piles and slabs.
    case foundation
    /// The frame rises.
    case structure
    /// Roofs and yards.
    case finished
    /// A building pulled down.
    case rubble
    /// Rubble carried away, weeds coming up.
    case levelled
    /// A crop cut.
    case harvested
    /// Under water.
    case flooded
    /// Another crop than last year.
    case otherCrop = "other-crop"

    /// What the ground counts as: two months differ where these differ.
    var cover: Cover {
        switch self {
        case .untouched, .harvested, .flooded, .otherCrop: .untouched
        case .cleared, .earthwork, .hardened, .rubble, .levelled: .bare
        case .foundation, .structure, .finished: .built
        }
    }

    /// The kinds of cover that land-use change is scored by.
    enum Cover: Sendable {
        case untouched, bare, built
    }
}
