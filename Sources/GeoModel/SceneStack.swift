/// The scenes that together show one period, the one to be preferred first.
package struct SceneStack: Sendable, Hashable {
    /// At least one; the first gives a mosaic its numbers' meaning and its name.
    package let scenes: [Scene]

    /// Scenes of a period.
    /// - Precondition: there is at least one.
    package init(_ scenes: [Scene]) {
        precondition(!scenes.isEmpty)
        self.scenes = scenes
    }

    /// The scene to be preferred.
    package var first: Scene { scenes[0] }

    /// Whether there are several scenes.
    package var isMosaic: Bool { scenes.count > 1 }

    /// What people call it: the first scene's name, and how many others there are.
    package var id: String { isMosaic ? "\(first.id) + \(scenes.count - 1)" : first.id }

    /// The bands that all scenes have.
    package var roles: Set<BandRole> {
        scenes.dropFirst().reduce(Set(first.bands.keys)) { $0.intersection($1.bands.keys) }
    }
}
