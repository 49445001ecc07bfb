package import GeoModel

/// A parcel (宗地): a polygon in a land register.
package struct Parcel: Sendable, Hashable {
    /// The parcel code (宗地代码).
    package let code: String
    /// The land-use class before, a code of GB/T 21010-2017 or the Third Survey (DLBM); nil where not entered.
    package let landClass: String?
    /// Who holds it; nil where not entered.
    package let holder: String?
    /// The outline in the region's coordinate system.
    package let shape: MultiPolygon
    /// The row it was read in.
    package let source: RecordSource

    /// A parcel.
    package init(code: String, landClass: String?, holder: String?, shape: MultiPolygon, source: RecordSource) {
        self.code = code
        self.landClass = landClass
        self.holder = holder
        self.shape = shape
        self.source = source
    }
}

/// Land approved for construction use (批次/批文).
package struct Approval: Sendable, Hashable {
    /// The approval number (批准文号).
    package let number: String
    /// The batch's name (pcmc); nil where not entered.
    package let batchName: String?
    /// The day of approval; nil where not entered.
    package let approvedOn: CalendarDate?
    /// The outline in the region's coordinate system.
    package let shape: MultiPolygon
    /// The row it was read in.
    package let source: RecordSource

    /// An approval.
    package init(
        number: String,
        batchName: String?,
        approvedOn: CalendarDate?,
        shape: MultiPolygon,
        source: RecordSource
    ) {
        self.number = number
        self.batchName = batchName
        self.approvedOn = approvedOn
        self.shape = shape
        self.source = source
    }
}

/// Land handed to a user by contract (供地: 出让/划拨/租赁…).
package struct Supply: Sendable, Hashable {
    /// The contract number (crhth).
    package let contract: String
    /// The parcel code (zdh); nil where not entered.
    package let parcelCode: String?
    /// The mode of supply (gdfs), as written; nil where not entered.
    package let mode: String?
    /// The day of signing; nil where not entered: such a contract is listed and counts as supplied at any date.
    package let signedOn: CalendarDate?
    /// The agreed start (ydkgsj); nil where not entered.
    package let agreedStart: CalendarDate?
    /// The agreed completion (ydjgsj); nil where not entered.
    package let agreedCompletion: CalendarDate?
    /// The outline in the region's coordinate system.
    package let shape: MultiPolygon
    /// The row it was read in.
    package let source: RecordSource

    /// A supply.
    package init(
        contract: String,
        parcelCode: String?,
        mode: String?,
        signedOn: CalendarDate?,
        agreedStart: CalendarDate?,
        agreedCompletion: CalendarDate?,
        shape: MultiPolygon,
        source: RecordSource
    ) {
        self.contract = contract
        self.parcelCode = parcelCode
        self.mode = mode
        self.signedOn = signedOn
        self.agreedStart = agreedStart
        self.agreedCompletion = agreedCompletion
        self.shape = shape
        self.source = source
    }
}

/// A standard-land contract (标准地履约监管协议): a table row that belongs to a supply contract; it has no outline of its own.
package struct StandardLand: Sendable, Hashable {
    /// The supply contract it belongs to (crhth).
    package let contract: String
    /// The enterprise; nil where not entered.
    package let enterprise: String?
    /// Agreed fixed-asset investment intensity (投资强度), 10 000 yuan per mu; nil where not entered.
    package let investmentPerMu: Double?
    /// Agreed tax per mu (亩均税收), 10 000 yuan per mu a year; nil where not entered.
    package let taxPerMu: Double?
    /// Agreed plot ratio (容积率); nil where not entered.
    package let plotRatio: Double?
    /// The agreed start (开工); nil where not entered.
    package let agreedStart: CalendarDate?
    /// The row it was read in.
    package let source: RecordSource

    /// A standard-land contract.
    package init(
        contract: String,
        enterprise: String?,
        investmentPerMu: Double?,
        taxPerMu: Double?,
        plotRatio: Double?,
        agreedStart: CalendarDate?,
        source: RecordSource
    ) {
        self.contract = contract
        self.enterprise = enterprise
        self.investmentPerMu = investmentPerMu
        self.taxPerMu = taxPerMu
        self.plotRatio = plotRatio
        self.agreedStart = agreedStart
        self.source = source
    }
}

/// The kinds of control line (三区三线) and protected area.
package enum ZoneKind: String, Sendable, CaseIterable {
    /// Permanent basic farmland (永久基本农田).
    case permanentBasicFarmland
    /// Ecological red line (生态保护红线).
    case ecologicalRedLine
    /// Urban boundary (城镇开发边界).
    case urbanBoundary
    /// Protected forest (保护区林地).
    case protectedForest
}

/// A control line or protected area.
package struct Zone: Sendable, Hashable {
    /// Its kind.
    package let kind: ZoneKind
    /// Its name or code.
    package let name: String
    /// The outline in the region's coordinate system.
    package let shape: MultiPolygon
    /// The row it was read in.
    package let source: RecordSource

    /// A zone.
    package init(kind: ZoneKind, name: String, shape: MultiPolygon, source: RecordSource) {
        self.kind = kind
        self.name = name
        self.shape = shape
        self.source = source
    }
}

/// A project of the project register (项目管理库).
package struct Project: Sendable, Hashable {
    /// The project code.
    package let code: String
    /// Its name.
    package let name: String
    /// Whether it is on the list of major projects (重大项目).
    package let isMajor: Bool
    /// The outline of its site in the region's coordinate system.
    package let shape: MultiPolygon
    /// The row it was read in.
    package let source: RecordSource

    /// A project.
    package init(code: String, name: String, isMajor: Bool, shape: MultiPolygon, source: RecordSource) {
        self.code = code
        self.name = name
        self.isMajor = isMajor
        self.shape = shape
        self.source = source
    }
}
